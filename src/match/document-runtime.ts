/**
 * What compiled queries over documents of any shape import: the runtime, but that an empty string is a value. To an
 * index it is one; what drops it is the pipeline of audit events.
 */
import type { Value } from '../query/types.ts';
import { isExact } from '../schema/exact-number.ts';
import { type Context, someMatching } from '../schema/read.ts';
import type { Scalar, Visit } from '../schema/visit.ts';
import { isBetween } from './date.ts';
import { documentEpochMs } from './document-date.ts';
import { isFalse as isFalseWord, isTrue } from './scalar.ts';

// What is declared below goes before what this brings under the same name.
export * from './runtime.ts';

type Container = { readonly [key: string]: unknown };

/** Visits the scalars of a value: itself, or those of its elements. */
export function someValue(value: unknown, visit: Visit): boolean {
  return some(value, visit, false);
}

/** Visits every scalar at or below a value. */
export function someLeaf(value: unknown, visit: Visit): boolean {
  return some(value, visit, true);
}

function some(value: unknown, visit: Visit, below: boolean): boolean {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return visit(value);
    case 'object': {
      if (isExact(value)) return visit(value.rawJSON);
      if (value === null || !(below || Array.isArray(value))) return false;
      for (const key of Object.keys(value)) if (some((value as Container)[key], visit, below)) return true;
      return false;
    }
    default:
      return false;
  }
}

/** An empty string is false, too. https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/boolean */
export function isFalse(value: Scalar): boolean {
  return value === '' || isFalseWord(value);
}

export function booleans(value: unknown): readonly Value[] {
  const found = new Set<Value>();
  someValue(value, (scalar) => {
    if (isTrue(scalar)) found.add(true);
    else if (isFalse(scalar)) found.add(false);
    return false;
  });
  return [...found];
}

export function isWithin(value: Scalar, from: number | undefined, to: number | undefined): boolean {
  return isBetween(documentEpochMs(value), from, to);
}

/** As epoch milliseconds. */
export function dates(value: unknown): readonly Value[] {
  const found = new Set<Value>();
  someValue(value, (scalar) => {
    const at = documentEpochMs(scalar);
    if (!Number.isNaN(at)) found.add(at);
    return false;
  });
  return [...found];
}

export function hasValue(value: unknown): boolean {
  return someValue(value, () => true);
}

export function isPresent(value: unknown): boolean {
  return someLeaf(value, () => true);
}

/** Whether some value, as a keyword, passes a test. */
export function someText(value: unknown, test: (text: string) => boolean): boolean {
  return someValue(value, (scalar) => test(String(scalar)));
}

/** The values of a keyword. @param leaves whether values below an object count as well */
export function texts(value: unknown, leaves = false): readonly Value[] {
  const found = new Set<Value>();
  some(
    value,
    (scalar) => {
      found.add(String(scalar));
      return false;
    },
    leaves,
  );
  return [...found];
}

/** Whether some scalar passes a test and has a dotted name that matches a pattern, which mostly is any name. */
export function someNamed(node: unknown, prefix: string, pattern: readonly string[], test: Visit): boolean {
  if (!someLeaf(node, test)) return false;
  return (
    pattern.every((piece) => piece === '') ||
    someMatching(node, prefix, pattern, (value) => someValue(value, test))
  );
}

/** Nested syntax: whether one element satisfies a condition on its own; a single object is an array of one. */
export function someElement(
  value: unknown,
  condition: (element: Container, context: Context) => boolean,
  context: Context,
): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (!Array.isArray(value)) return condition(value as Container, context);
  for (const element of value) if (someElement(element, condition, context)) return true;
  return false;
}
