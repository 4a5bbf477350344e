/** The order of whole numbers, also beyond those that JavaScript's are exact to. */
import { longOf } from '../schema/exact-number.ts';

/** Numbers and bigints by their values. */
export function compareNumbers(one: bigint | number, other: bigint | number): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/**
 * @param value of a numeric field: digits, where those are all kept, else a number
 * @param digits of a whole number that JavaScript's numbers need not hold
 * @param toNumber how the field reads any other value
 * @returns below zero, zero or above zero; NaN for what is no number
 */
export function compareWhole<Value>(
  value: Value,
  digits: string,
  toNumber: (value: Value) => number,
): number {
  const exact = typeof value === 'string' ? longOf(value) : undefined;
  // Of a number that has lost its digits the query's loses its own.
  return exact === undefined ? toNumber(value) - Number(digits) : compareNumbers(exact, BigInt(digits));
}
