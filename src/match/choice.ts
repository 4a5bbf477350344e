/**
 * Expressions over fields with several values: one holds if it holds for some choice of a value for each field
 * (https://github.com/elastic/elasticsearch/pull/76610).
 */
import { isIP } from 'node:net';
import type { Value } from '../query/types.ts';
import { longOf } from '../schema/exact-number.ts';
import { type Scalar, someLeaf, someValue } from '../schema/visit.ts';
import { toEpochMs } from './date.ts';
import { isFalse, isTrue, toNumber } from './scalar.ts';

/**
 * How many choices are tried. Callers can write arrays of any length into objects, and the lengths of two arrays
 * multiply. Only an event made for the purpose has more choices, and whoever makes it can make one of them hold anyway.
 */
const mostChoices = 10_000;

/**
 * Whether a condition holds for some choice of a value for each field.
 * @param fields the values of each, as the functions below read them; with none a field is null
 * @returns true as well where there are more choices than are tried
 */
export function someChoice(
  fields: readonly (readonly Value[])[],
  holds: (...values: Value[]) => boolean,
): boolean {
  const choices = fields.reduce((product, { length }) => product * Math.max(1, length), 1);
  if (fields.length > 1 && choices > mostChoices) return true;
  const chosen: Value[] = [];
  const choose = (index: number): boolean => {
    const values = fields[index];
    if (values === undefined) return holds(...chosen);
    for (const value of values.length === 0 ? [null] : values) {
      chosen[index] = value;
      if (choose(index + 1)) return true;
    }
    return false;
  };
  return choose(0);
}

/** The values of a keyword. @param leaves whether values below an object count as well */
export function texts(value: unknown, leaves = false): readonly Value[] {
  return collected(value, String, leaves);
}

/** Whole numbers; all others that a field of such has as they are. */
export function longs(value: unknown): readonly Value[] {
  return collected(
    value,
    (scalar) => (typeof scalar === 'string' ? longOf(scalar) : undefined) ?? numberOr(toNumber(scalar)),
  );
}

export function numbers(value: unknown): readonly Value[] {
  return collected(value, (scalar) => numberOr(toNumber(scalar)));
}

/** As epoch milliseconds. */
export function dates(value: unknown): readonly Value[] {
  return collected(value, (scalar) => numberOr(toEpochMs(scalar)));
}

export function booleans(value: unknown): readonly Value[] {
  return collected(value, (scalar) => (isTrue(scalar) ? true : isFalse(scalar) ? false : null));
}

export function addresses(value: unknown): readonly Value[] {
  return collected(value, (scalar) => (isIP(String(scalar)) === 0 ? null : String(scalar)));
}

/** @returns each value once; values that the field's type cannot have are left out */
function collected(value: unknown, read: (scalar: Scalar) => Value, leaves = false): readonly Value[] {
  const found = new Set<Value>();
  (leaves ? someLeaf : someValue)(value, (scalar) => {
    const each = read(scalar);
    if (each !== null) found.add(each);
    return false;
  });
  return [...found];
}

function numberOr(value: number): Value {
  return Number.isNaN(value) ? null : value;
}
