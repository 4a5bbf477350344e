/** Literals, and texts in the place of what is written as text: dates, addresses, versions, booleans. */
import type { Constant, Expression, Literal, Timespan } from '../../../src/compile/esql/ast.ts';
import { addressOf } from '../address.ts';
import { type Amount, commonType, type One, Uncovered, type Value, type ValueType } from './value.ts';

export function isLiteral(expression: Expression): expression is Literal {
  return ['string', 'integer', 'decimal', 'boolean', 'null', 'timespan', 'list'].includes(expression.kind);
}

export function literal(of: Literal): Value {
  if (of.kind === 'null') return { type: 'null', of: [] };
  if (of.kind === 'timespan') return { type: 'amount', of: [amount(of)] };
  if (of.kind !== 'list') return constant(of);
  const each = of.of.map(constant);
  const type = commonType(each.map((one) => one.type));
  return {
    type,
    of: each.flatMap(({ of: [one] }) =>
      type === 'long' ? [BigInt(one as bigint)] : type === 'double' ? [Number(one)] : [one as One],
    ),
  };
}

/** A whole number is an integer where 32 bits hold it. */
function constant(of: Constant): Value {
  switch (of.kind) {
    case 'string':
      return { type: 'keyword', of: [of.value] };
    case 'boolean':
      return { type: 'boolean', of: [of.value] };
    case 'decimal':
      return { type: 'double', of: [of.value] };
    case 'integer':
      return of.value >= -(2 ** 31) && of.value < 2 ** 31
        ? { type: 'integer', of: [Number(of.value)] }
        : { type: 'long', of: [BigInt(of.value)] };
  }
}

const units: Readonly<Record<Timespan['unit'], Partial<Amount>>> = {
  millisecond: { ms: 1 },
  second: { ms: 1000 },
  minute: { ms: 60_000 },
  hour: { ms: 3_600_000 },
  day: { days: 1 },
  week: { days: 7 },
  month: { months: 1 },
  quarter: { months: 3 },
  year: { months: 12 },
};

function amount({ count, unit }: Timespan): Amount {
  const { months = 0, days = 0, ms = 0 } = units[unit];
  return { months: months * count, days: days * count, ms: ms * count };
}

/** @returns a text as a value of the type; nothing where it is none */
export function readText(text: string, type: ValueType): readonly One[] {
  switch (type) {
    case 'keyword':
    case 'text':
    case 'version':
      return [text];
    case 'boolean':
      return [text.toLowerCase() === 'true'];
    case 'ip':
      // Generated texts have the shortest form of one, but for capitals.
      return addressOf(text) === undefined ? [] : [text.toLowerCase()];
    case 'date': {
      const at = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/.test(text)
        ? Date.parse(/T.*[^Z]$/.test(text) && !/[+-]\d\d:\d\d$/.test(text) ? `${text}Z` : text)
        : Number.NaN;
      return Number.isNaN(at) ? [] : [BigInt(at)];
    }
    default:
      throw new Uncovered(`a text as ${type}`);
  }
}
