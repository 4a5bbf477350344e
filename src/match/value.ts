/**
 * Reading in compiled code. What a path leads to is a value or, where arrays are on the way, an array of values,
 * nested as the arrays were; the tests flatten it.
 */

import type { Context } from '../schema/read.ts';
import { someMatching } from '../schema/read.ts';
import { isPresent, someDotted, someLeaf, someValue, type Visit } from '../schema/visit.ts';

type Container = { readonly [key: string]: unknown };

/** What a path of keys leads to where a key of the event may hold dots and span several of them. */
export function dotted(node: unknown, steps: readonly string[]): unknown {
  let found: unknown;
  let others: unknown[] | undefined;
  someDotted(node, steps, (value) => {
    if (others !== undefined) others.push(value);
    else if (found === undefined) found = value;
    else others = [found, value];
    return false;
  });
  return others ?? found;
}

/** Every scalar whose dotted name matches a pattern. */
export function matching(node: unknown, prefix: string, pattern: readonly string[]): unknown {
  const found: unknown[] = [];
  someMatching(node, prefix, pattern, (value) => {
    found.push(value);
    return false;
  });
  return found;
}

/** Whether some scalar passes a test and has a dotted name that matches a pattern. */
export function someNamed(node: unknown, prefix: string, pattern: readonly string[], test: Visit): boolean {
  return someLeaf(node, test) && someMatching(node, prefix, pattern, (value) => someValue(value, test));
}

/**
 * Nested syntax: whether one element satisfies a condition on its own. A single object counts as an array of one;
 * an element without any value is none, as the document has none there either.
 */
export function someElement(
  value: unknown,
  condition: (element: Container, context: Context) => boolean,
  context: Context,
): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) {
    for (const element of value) if (someElement(element, condition, context)) return true;
    return false;
  }
  return isPresent(value) && condition(value as Container, context);
}
