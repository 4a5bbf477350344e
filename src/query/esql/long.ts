/**
 * Whole numbers of 32 and 64 bits. Of the latter some have no sign, Elasticsearch's `unsigned_long`: here they are longs
 * too, and what is made of one that no long with a sign can be has none either.
 */
import type { CallSite } from './function.ts';
import type { EsqlType } from './value.ts';

export type Whole = bigint | number;

const minLong = -0x8000_0000_0000_0000n;
const maxLong = 0x7fff_ffff_ffff_ffffn;
const maxUnsigned = 0xffff_ffff_ffff_ffffn;
export const minInteger = -0x8000_0000;
export const maxInteger = 0x7fff_ffff;

/**
 * @param isUnsigned whether it has no sign
 * @returns the one form of a whole number: a number as far as it is exact. Undefined beyond 64 bits.
 */
export function toLong(value: Whole, isUnsigned = false): Whole | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value) && !(isUnsigned && value < 0)) return value;
  const exact = BigInt(value);
  const [least, most] = isUnsigned ? [0n, maxUnsigned] : [minLong, maxLong];
  if (exact < least || exact > most) return undefined;
  const number = Number(exact);
  return Number.isSafeInteger(number) ? number : exact;
}

/** Whether 64 bits hold it only without a sign. */
export function needsNoSign(value: Whole): boolean {
  return typeof value === 'bigint' && value > maxLong;
}

/**
 * @param isUnsigned whether what it was computed from needs no sign
 * @returns the number if the type holds it; otherwise null, which is told as overflow
 */
export function fitted(
  value: Whole,
  type: EsqlType,
  warn: CallSite['warn'],
  isUnsigned = false,
): null | Whole {
  if (type === 'integer') {
    if (value >= minInteger && value <= maxInteger) return Number(value);
    warn('integer overflow');
    return null;
  }
  const long = toLong(value, isUnsigned);
  if (long !== undefined) return long;
  warn('long overflow');
  return null;
}

/** @returns a number if it is finite; otherwise null, which is told */
export function finite(value: number, warn: CallSite['warn']): null | number {
  if (Number.isFinite(value)) return value;
  warn(`not a finite double number: ${value}`);
  return null;
}
