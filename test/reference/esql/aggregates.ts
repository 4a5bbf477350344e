/** Aggregates over the values of a group. https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/aggregation-functions */
import { distinct, medianOf, sortedValues, sumOf } from './functions/several.ts';
import { fitting, type One, Uncovered, type Value, type ValueType } from './value.ts';

/** @param values all values of the argument in the group, @param args its further arguments */
type Aggregate = (values: readonly One[], type: ValueType, args: readonly Value[]) => Value;

const double = (found: number): Value => ({ type: 'double', of: fitting(found, 'double') });
const long = (found: bigint | number): Value => ({ type: 'long', of: fitting(found, 'long') });
const sameType = (type: ValueType): ValueType => (type === 'text' ? 'keyword' : type);
const total = (values: readonly One[]): number => values.reduce((sum: number, one) => sum + Number(one), 0);

export const aggregates: Readonly<Record<string, Aggregate>> = {
  // Whole numbers add up exactly.
  AVG: (values, type) => {
    const sum =
      type === 'double'
        ? total(values)
        : Number(values.reduce((all: bigint, one) => all + BigInt(one as bigint), 0n));
    return values.length === 0 ? { type: 'double', of: [] } : double(sum / values.length);
  },
  COUNT: (values) => long(values.length),
  COUNT_DISTINCT: (values, type) => long(distinct(values, type).length),
  MAX: (values, type) => ({ type: sameType(type), of: sortedValues(values, type).slice(-1) }),
  MEDIAN: (values) => ({
    type: 'double',
    of: values.length === 0 ? [] : medianOf(values.map(Number), 'double'),
  }),
  MIN: (values, type) => ({ type: sameType(type), of: sortedValues(values, type).slice(0, 1) }),
  STD_DEV: (values) => {
    const mean = total(values) / values.length;
    const squares = values.map((one) => (Number(one) - mean) ** 2);
    return values.length === 0
      ? { type: 'double', of: [] }
      : double(Math.sqrt(total(squares) / values.length));
  },
  SUM: (values, type) => {
    const to = type === 'double' ? 'double' : 'long';
    return { type: to, of: values.length === 0 ? [] : sumOf(values, to) };
  },
  TOP: (values, type, [count, order]) => {
    if (count?.of.length !== 1) throw new Uncovered('TOP without a number');
    const sorted = sortedValues(values, type);
    const isFalling = String(order?.of[0] ?? 'asc').toLowerCase() === 'desc';
    return {
      type: sameType(type),
      of: (isFalling ? sorted.toReversed() : sorted).slice(0, Number(count.of[0])),
    };
  },
  VALUES: (values, type) => ({ type: sameType(type), of: distinct(values, type) }),
};
