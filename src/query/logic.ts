/**
 * Conditions on values in compiled code. Most are true or not: what is unknown, because a value is null or two have no
 * order between them, is not true of a condition, nor of its opposite. Those in three values are null where unknown, for
 * conditions that are values themselves.
 */
import { compareTexts } from './text-order.ts';
import type { Value } from './types.ts';

export function equal(left: Value, right: Value): boolean {
  if (left === right) return left !== null;
  // A number that has lost its digits, as those of audit events have, equals whatever it may have been.
  return areMixed(left, right) && Number(left) === Number(right);
}

export function differ(left: Value, right: Value): boolean {
  return areOfOneType(left, right) && !equal(left, right);
}

/** `false` is below `true`. */
export function isBelow(left: Value, right: Value): boolean {
  if (typeof left === 'string' && typeof right === 'string') return compareTexts(left, right) < 0;
  return areOfOneType(left, right) && (left as number) < (right as number);
}

export function isAtMost(left: Value, right: Value): boolean {
  return areOfOneType(left, right) && !isBelow(right, left);
}

export function isAbove(left: Value, right: Value): boolean {
  return isBelow(right, left);
}

export function isAtLeast(left: Value, right: Value): boolean {
  return isAtMost(right, left);
}

export function isAmong(value: Value, list: ReadonlySet<Value>): boolean {
  return value !== null && list.has(value);
}

/** @param list without null: whether a value equals that is unknown */
export function isNotAmong(value: Value, list: ReadonlySet<Value>): boolean {
  return value !== null && !list.has(value);
}

export function passes(value: Value, test: (text: string) => boolean): boolean {
  return value !== null && test(String(value));
}

export function fails(value: Value, test: (text: string) => boolean): boolean {
  return value !== null && !test(String(value));
}

/** `and`, in three values. */
export function both(...values: readonly Value[]): Value {
  return values.includes(false) ? false : values.includes(null) ? null : true;
}

/** `or`, in three values. */
export function either(...values: readonly Value[]): Value {
  return values.includes(true) ? true : values.includes(null) ? null : false;
}

/** `not`, in three values. */
export function opposite(value: Value): Value {
  return value === null ? null : value !== true;
}

/** A comparison in three values, by what says that it is true and what says that it is false. */
export function compared(
  isTrue: (left: Value, right: Value) => boolean,
  isFalse: (left: Value, right: Value) => boolean,
  left: Value,
  right: Value,
): Value {
  return isTrue(left, right) ? true : isFalse(left, right) ? false : null;
}

/** Whether a value is in a list, in three values: whether one equals null is unknown. */
export function membership(value: Value, list: ReadonlySet<Value>): Value {
  if (value === null) return null;
  return list.has(value) ? true : list.has(null) ? null : false;
}

/** Whether a value as text passes a test, in three values. */
export function matched(value: Value, test: (text: string) => boolean): Value {
  return value === null ? null : test(String(value));
}

/** Whether one is a bigint and the other a number, which JavaScript orders by their values. */
function areMixed(left: Value, right: Value): boolean {
  const types = [typeof left, typeof right];
  return types.includes('bigint') && types.includes('number');
}

function areOfOneType(left: Value, right: Value): boolean {
  return left !== null && right !== null && (typeof left === typeof right || areMixed(left, right));
}
