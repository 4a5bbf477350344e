/**
 * Visiting the values of JSON the way Elasticsearch sees them: arrays stand for their elements; null, the empty
 * string and containers without a leaf are no values (Elastic's ingest pipeline drops them). Nothing here follows
 * or yields a function, so names such as `constructor` in a query reach nothing of JavaScript's own. A number that is
 * kept exactly is visited as its digits.
 */
import type { Json, JsonObject } from './audit-event.ts';
import { isExact } from './exact-number.ts';

export type Scalar = string | number | boolean;

/** @returns true to stop the visit: what was looked for is found. */
export type Visit = (value: Scalar) => boolean;

type Container = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Visits the scalars of a value: itself, or those of its elements. An object is no value. */
export function someValue(value: unknown, visit: Visit): boolean {
  switch (typeof value) {
    case 'string':
      return value !== '' && visit(value);
    case 'number':
    case 'boolean':
      return visit(value);
    case 'object':
      if (Array.isArray(value)) {
        for (const element of value) if (someValue(element, visit)) return true;
        return false;
      }
      return isExact(value) && visit(value.rawJSON);
    default:
      return false;
  }
}

/** Visits every scalar at or below a value. */
export function someLeaf(value: unknown, visit: Visit): boolean {
  if (typeof value !== 'object' || value === null) return someValue(value, visit);
  if (Array.isArray(value)) {
    for (const element of value) if (someLeaf(element, visit)) return true;
    return false;
  }
  if (isExact(value)) return visit(value.rawJSON);
  for (const key of Object.keys(value)) if (someLeaf((value as Container)[key], visit)) return true;
  return false;
}

/** Whether a value has a scalar at or below it. */
export function isPresent(value: unknown): boolean {
  return someLeaf(value, () => true);
}

/** The member of an object, or those of an array's objects. */
export function member(node: unknown, key: string): unknown {
  if (typeof node !== 'object' || node === null) return undefined;
  if (Array.isArray(node)) return node.map((element) => member(element, key));
  return (node as Container)[key];
}

/** A continuation for whatever a path leads to. */
export type At = (node: unknown) => boolean;

/**
 * Follows keys, through arrays, and hands on what they lead to. A key of the event may hold dots and so span several
 * steps, as label names do.
 */
export function someDotted(node: unknown, steps: readonly string[], at: At): boolean {
  return someFrom(node, keysOf(steps), at, 0);
}

/** @param keys of each step on the way those that begin with it: itself, it and the next, and so on */
function someFrom(node: unknown, keys: readonly (readonly string[])[], at: At, index: number): boolean {
  const here = keys[index];
  if (here === undefined) return at(node);
  if (typeof node !== 'object' || node === null) return false;
  if (Array.isArray(node)) {
    for (const element of node) if (someFrom(element, keys, at, index)) return true;
    return false;
  }
  let next = index;
  for (const key of here) {
    next++;
    const child = (node as Container)[key];
    if (child !== undefined && someFrom(child, keys, at, next)) return true;
  }
  return false;
}

/** Rules name the same few paths for every event; V8 is slow to look up a key that was just put together. */
const knownKeys = new WeakMap<readonly string[], readonly (readonly string[])[]>();

function keysOf(steps: readonly string[]): readonly (readonly string[])[] {
  const known = knownKeys.get(steps);
  if (known !== undefined) return known;
  const keys = steps.map((_, index) =>
    steps.slice(index).map((_, further) => steps.slice(index, index + further + 1).join('.')),
  );
  knownKeys.set(steps, keys);
  return keys;
}

/** Visits every scalar with the dotted path that leads to it; array positions are no part of the path. */
export function somePath(
  node: unknown,
  path: string,
  visit: (path: string, value: Scalar) => boolean,
): boolean {
  if (typeof node !== 'object' || node === null) return someValue(node, (value) => visit(path, value));
  if (Array.isArray(node)) {
    for (const element of node) if (somePath(element, path, visit)) return true;
    return false;
  }
  if (isExact(node)) return visit(path, node.rawJSON);
  const prefix = path === '' ? '' : `${path}.`;
  for (const key of Object.keys(node)) {
    if (somePath((node as Container)[key], prefix + key, visit)) return true;
  }
  return false;
}

/**
 * A copy without what is no value.
 * @returns undefined if nothing remains
 */
export function withoutEmpty(value: Json | undefined): Json | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  if (typeof value !== 'object' || isExact(value)) return value;
  if (Array.isArray(value)) {
    const kept = value.map(withoutEmpty).filter((element) => element !== undefined);
    return kept.length === 0 ? undefined : kept;
  }
  const entries = Object.entries(value).flatMap(([key, member]): [string, Json][] => {
    const kept = withoutEmpty(member);
    return kept === undefined ? [] : [[key, kept]];
  });
  // fromEntries defines own properties, so a key `__proto__` stays data.
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
