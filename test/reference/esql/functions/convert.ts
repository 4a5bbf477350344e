/**
 * Conversions: each value by itself, what cannot be converted is left out.
 * https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/type-conversion-functions
 */
import { blockOf } from '../../address.ts';
import { arg, type Call } from '../call.ts';
import { readText } from '../literal.ts';
import { fitting, type One, Uncovered, type ValueType } from '../value.ts';

function toNumber(one: One, from: ValueType, to: ValueType): readonly One[] {
  switch (from) {
    case 'boolean':
      return fitting(one === true ? 1 : 0, to);
    case 'keyword':
    case 'text': {
      // Java's Double.parseDouble leaves white space out.
      const text = String(one).trim();
      if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return [];
      if (to !== 'double' && /^[+-]?\d+$/.test(text)) return fitting(BigInt(text.replace('+', '')), to);
      return toNumber(Number(text), 'double', to);
    }
    case 'double': {
      const value = Number(one);
      // Java's conversion looks at the range before it rounds.
      if (to === 'integer' && (value > 2 ** 31 - 1 || value < -(2 ** 31))) return [];
      return to === 'double' || !Number.isFinite(value)
        ? fitting(value, to)
        : fitting(BigInt(Math.round(value)), to);
    }
    case 'integer':
    case 'long':
    case 'date':
      return fitting(one as bigint, to);
    default:
      throw new Uncovered(`${from} as ${to}`);
  }
}

function toText(one: One, from: ValueType): string {
  if (from === 'date') return new Date(Number(one)).toISOString();
  if (from === 'double') return javaDouble(Number(one));
  return String(one);
}

/** As Java's Double.toString: with a fraction always, and with an exponent from 10^7 on and below 10^-3. */
function javaDouble(value: number): string {
  const size = Math.abs(value);
  if (value !== 0 && (size >= 1e7 || size < 1e-3)) {
    const [digits = '', exponent = ''] = value.toExponential().split('e');
    return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
  }
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

function converted(one: One, from: ValueType, to: ValueType): readonly One[] {
  if (from === to) return [one];
  if (to === 'keyword') return [toText(one, from)];
  if (to === 'integer' || to === 'long' || to === 'double') return toNumber(one, from, to);
  if (from === 'keyword' || from === 'text') return readText(String(one), to);
  if (to === 'boolean' && from !== 'date' && from !== 'ip') return [Number(one) !== 0];
  if (to === 'date' && from !== 'boolean' && from !== 'ip') return [...toNumber(one, from, 'long')];
  throw new Uncovered(`${from} as ${to}`);
}

function to(type: ValueType): Call {
  return (args) => {
    const { type: from, of } = arg(args, 0);
    return { type, of: of.flatMap((one) => converted(one, from, type)) };
  };
}

/** Of a text or a floating point number the fraction is dropped; below zero there is none. */
const toUnsigned: Call = (args) => {
  const { type: from, of } = arg(args, 0);
  const found = of.flatMap((one): readonly One[] => {
    const [value = -1] = from === 'integer' || from === 'long' ? [one] : toNumber(one, from, 'double');
    const whole = typeof value === 'bigint' ? value : BigInt(Math.trunc(Number(value)));
    const isBelow = from === 'double' && Number(one) < 0;
    return !isBelow && Number(value) > -1 && whole >= 0n && whole < 2n ** 64n ? [whole] : [];
  });
  return { type: 'long', of: found };
};

export const conversions: Readonly<Record<string, Call>> = {
  TO_BOOLEAN: to('boolean'),
  TO_BOOL: to('boolean'),
  TO_DATETIME: to('date'),
  TO_DT: to('date'),
  TO_DOUBLE: to('double'),
  TO_DBL: to('double'),
  TO_INTEGER: to('integer'),
  TO_INT: to('integer'),
  TO_IP: to('ip'),
  TO_LONG: to('long'),
  TO_UNSIGNED_LONG: toUnsigned,
  TO_STRING: to('keyword'),
  TO_STR: to('keyword'),
  TO_VERSION: to('version'),
  TO_VER: to('version'),
};

export const casts: Readonly<Record<string, Call>> = {
  boolean: to('boolean'),
  bool: to('boolean'),
  date: to('date'),
  datetime: to('date'),
  double: to('double'),
  int: to('integer'),
  integer: to('integer'),
  ip: to('ip'),
  keyword: to('keyword'),
  long: to('long'),
  string: to('keyword'),
  version: to('version'),
};

/** Whether an address is in any of the blocks. */
export const cidrMatch: Call = (args) => {
  const [value, ...blocks] = args;
  if (value?.of.length !== 1) return { type: 'boolean', of: [] };
  const [address] = blockOf(String(value.of[0])) ?? [];
  const ranges = blocks.flatMap(({ of }) => of).map((block) => blockOf(String(block)));
  if (address === undefined || ranges.some((range) => range === undefined))
    throw new Uncovered('such blocks');
  return {
    type: 'boolean',
    of: [ranges.some((range) => range && range[0] <= address && address <= range[1])],
  };
};
