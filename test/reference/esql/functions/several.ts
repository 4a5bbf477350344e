/** Functions of several values. https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/mv-functions */
import { arg, type Call, ofAll } from '../call.ts';
import {
  commonType,
  compare,
  fitting,
  identity,
  isNumber,
  type One,
  type Value,
  type ValueType,
  widened,
} from '../value.ts';

const same = (type: ValueType): ValueType => type;

export function sortedValues(values: readonly One[], type: ValueType): readonly One[] {
  return values.toSorted((one, other) => compare(one, other, type));
}

export function distinct(values: readonly One[], type: ValueType): readonly One[] {
  return [...new Map(values.map((one) => [identity(one, type), one] as const)).values()];
}

/** Whole numbers add up to what their type holds, or to nothing. */
export function sumOf(values: readonly One[], type: ValueType): readonly One[] {
  if (type === 'double')
    return fitting(
      values.reduce((sum: number, one) => sum + Number(one), 0),
      type,
    );
  return fitting(
    values.reduce((sum: bigint, one) => sum + BigInt(one as bigint), 0n),
    type,
  );
}

export function medianOf(values: readonly One[], type: ValueType): readonly One[] {
  const sorted = sortedValues(values, type);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]] as [
    One,
    One,
  ];
  if (type === 'double') return [(Number(low) + Number(high)) / 2];
  const sum = BigInt(low as bigint) + BigInt(high as bigint);
  // Rounded down.
  return fitting(sum >= 0n ? sum / 2n : (sum - 1n) / 2n, type);
}

/** All of the values of the arguments, as one type. */
function joined(args: readonly Value[]): {
  readonly type: ValueType;
  readonly lists: readonly (readonly One[])[];
} {
  const type = commonType(args.map((each) => each.type));
  return { type, lists: args.map(({ of }) => (isNumber(type) ? of.map((one) => widened(one, type)) : of)) };
}

function extreme(sign: 1 | -1): Call {
  return ofAll(same, (values, type) => [
    values.reduce((found, one) => (sign * compare(one, found, type) > 0 ? one : found)),
  ]);
}

/** The greatest or least value of any argument; null where one is. */
function extremeOf(sign: 1 | -1): Call {
  return (args) => {
    const { type, lists } = joined(args);
    if (lists.some((each) => each.length === 0)) return { type, of: [] };
    return {
      type,
      of: [lists.flat().reduce((found, one) => (sign * compare(one, found, type) > 0 ? one : found))],
    };
  };
}

export const severalFunctions: Readonly<Record<string, Call>> = {
  COALESCE: (args) => {
    const { type, lists } = joined(args);
    return { type, of: lists.find((each) => each.length > 0) ?? [] };
  },
  GREATEST: extremeOf(1),
  LEAST: extremeOf(-1),
  MV_APPEND: (args) => {
    const { type, lists } = joined(args);
    return { type, of: lists.some((each) => each.length === 0) ? [] : lists.flat() };
  },
  MV_AVG: ofAll(
    () => 'double',
    (values) => fitting(values.reduce((sum: number, one) => sum + Number(one), 0) / values.length, 'double'),
  ),
  MV_CONCAT: ofAll(
    () => 'keyword',
    (values, _type, by) => [values.join(String(by))],
  ),
  MV_CONTAINS: (args) => {
    const { type, lists } = joined(args);
    const [all = [], wanted = []] = lists
      .map((each) => new Set(each.map((one) => identity(one, type))))
      .map((each) => [...each]);
    return { type: 'boolean', of: [wanted.every((one) => all.includes(one))] };
  },
  MV_COUNT: ofAll(
    () => 'integer',
    (values) => [values.length],
  ),
  MV_DEDUPE: ofAll(same, distinct),
  MV_FIRST: ofAll(same, ([first]) => (first === undefined ? [] : [first])),
  MV_LAST: ofAll(same, (values) => values.slice(-1)),
  MV_MAX: extreme(1),
  MV_MEDIAN: ofAll(same, medianOf),
  MV_MIN: extreme(-1),
  MV_SLICE: ofAll(same, (values, _type, start, end = start as One) => {
    const at = (index: One) => (Number(index) < 0 ? values.length + Number(index) : Number(index));
    return at(end) < 0 ? [] : values.slice(Math.max(0, at(start as One)), at(end) + 1);
  }),
  MV_SORT: (args) => {
    const { type, of } = arg(args, 0);
    const sorted = sortedValues(of, type);
    return {
      type: type === 'text' ? 'keyword' : type,
      of: args[1]?.of[0] === 'DESC' ? sorted.toReversed() : sorted,
    };
  },
  MV_SUM: ofAll(same, sumOf),
};
