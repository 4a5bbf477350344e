/** Numbers as text, read as Java reads them. */
import type { CallSite } from './function.ts';
import { fitted, maxInteger, minInteger, needsNoSign, toLong, type Whole } from './long.ts';

/** What is told where a text is no number, without the text. */
export const notNumber = 'Cannot parse number';

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?[dDfF]?$/;

/** @returns null, which is told, if the text is no finite number */
export function parseDouble(text: string, warn: CallSite['warn']): null | number {
  const trimmed = text.trim();
  const value = decimal.test(trimmed) ? Number.parseFloat(trimmed) : Number.NaN;
  if (Number.isFinite(value)) return value;
  warn(`Cannot parse number [${text}]`, notNumber);
  return null;
}

/** @returns a whole number, rounded if the text has a fraction; null, which is told, if it is none of the type */
export function parseWhole(text: string, type: 'integer' | 'long', warn: CallSite['warn']): null | Whole {
  if (/^[+-]?\d{1,19}$/.test(text)) {
    const exact = toLong(BigInt(text));
    return exact === undefined ? outOfRange(text, type, warn) : within(exact, type, warn);
  }
  const value = parseDouble(text, warn);
  return value === null ? null : rounded(value, type, warn);
}

/** @returns a whole number in a base from 2 to 36, in base 16 also with `0x` before it; null, which is told, if it is none */
export function parseInBase(
  text: string,
  base: number,
  type: 'integer' | 'long',
  warn: CallSite['warn'],
): null | Whole {
  const digits = base === 16 ? text.replace(/^([+-]?)0x(?=.)/i, '$1') : text;
  const [, sign, plain = ''] = /^([+-]?)([0-9a-zA-Z]{1,64})$/.exec(digits) ?? [];
  const values = Array.from(plain, (digit) => Number.parseInt(digit, 36));
  if (base < 2 || base > 36 || values.length === 0 || values.some((value) => value >= base)) {
    warn(`Unable to convert [${text}] to number of base [${base}]`, 'Unable to convert to number of a base');
    return null;
  }
  const size = values.reduce((sum, value) => sum * BigInt(base) + BigInt(value), 0n);
  const exact = toLong(sign === '-' ? -size : size);
  return exact === undefined ? outOfRange(text, type, warn) : within(exact, type, warn);
}

/** As Java rounds: half of one up, also below zero. */
export function rounded(value: number, type: 'integer' | 'long', warn: CallSite['warn']): null | Whole {
  // What is beyond is not rounded back.
  if (type === 'integer' && (value > maxInteger || value < minInteger)) return outOfRange(value, type, warn);
  const whole = Math.round(value) + 0;
  // 2^63 is the first double beyond a long; rounding to it is not.
  if (Math.abs(whole) < 2 ** 63 || whole === -(2 ** 63)) {
    return within(toLong(BigInt(whole)) as Whole, type, warn);
  }
  return outOfRange(value, type, warn);
}

/** @returns the number if the type holds it; otherwise null, which is told */
export function within(value: Whole, type: 'integer' | 'long', warn: CallSite['warn']): null | Whole {
  if (type === 'integer' && (value < minInteger || value > maxInteger)) return outOfRange(value, type, warn);
  if (needsNoSign(value)) return outOfRange(value, type, warn);
  return fitted(value, type, warn);
}

export function outOfRange(value: Whole | string, type: string, warn: CallSite['warn']): null {
  warn(`[${value}] out of [${type}] range`, `out of [${type}] range`);
  return null;
}
