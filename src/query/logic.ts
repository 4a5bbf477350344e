/**
 * Conditions on values in compiled code. Each is true or not: what is unknown, because a value is null or two have no
 * order between them, is not true of a condition, nor of its opposite.
 */
import { compareTexts } from './text-order.ts';
import type { Value } from './types.ts';

export function equal(left: Value, right: Value): boolean {
  return left !== null && left === right;
}

export function differ(left: Value, right: Value): boolean {
  return areOfOneType(left, right) && left !== right;
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

function areOfOneType(left: Value, right: Value): boolean {
  return left !== null && right !== null && typeof left === typeof right;
}
