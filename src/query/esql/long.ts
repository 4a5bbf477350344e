/** Whole numbers of 32 and 64 bits. */
import type { CallSite } from './function.ts';
import type { EsqlType } from './value.ts';

export type Whole = bigint | number;

const minLong = -0x8000_0000_0000_0000n;
const maxLong = 0x7fff_ffff_ffff_ffffn;
export const minInteger = -0x8000_0000;
export const maxInteger = 0x7fff_ffff;

/** @returns the one form of a whole number: a number as far as it is exact. Undefined beyond 64 bits. */
export function toLong(value: Whole): Whole | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  const exact = BigInt(value);
  if (exact < minLong || exact > maxLong) return undefined;
  const number = Number(exact);
  return Number.isSafeInteger(number) ? number : exact;
}

/** @returns the number if the type holds it; otherwise null, which is told as overflow */
export function fitted(value: Whole, type: EsqlType, warn: CallSite['warn']): null | Whole {
  if (type === 'integer') {
    if (value >= minInteger && value <= maxInteger) return Number(value);
    warn('integer overflow');
    return null;
  }
  const long = toLong(value);
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
