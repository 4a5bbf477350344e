/** Keeps events shallow, so that code which walks them by recursion cannot be made to overflow. */

import { isExact } from '../schema/exact-number.ts';

type Container = Record<string, unknown> | unknown[];

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

/** Text too short for JSON that nests deeper than `levels`: a level costs an opening and a closing byte. */
export function isShallowText(length: number, levels: number): boolean {
  return length < 2 * (levels + 1);
}

/**
 * Empties, in place, the arrays and objects that lie deeper than `levels`; the value itself is at level 1.
 * @returns whether there were any
 */
export function limitDepth(value: unknown, levels: number): boolean {
  if (!isContainer(value)) return false;
  if (levels > 1) {
    let limited = false;
    if (Array.isArray(value)) {
      for (const element of value) {
        if (isContainer(element) && limitDepth(element, levels - 1)) limited = true;
      }
    } else {
      for (const key in value) {
        const member = value[key];
        if (isContainer(member) && limitDepth(member, levels - 1)) limited = true;
      }
    }
    return limited;
  }
  return emptyContainersIn(value);
}

function emptyContainersIn(value: Container): boolean {
  let emptied = false;
  // An own `__proto__`, as JSON.parse makes it, must stay an own property: assignment finds it before the setter.
  const members = value as Record<string, unknown>;
  for (const key of Object.keys(members)) {
    const member = members[key];
    if (!isContainer(member) || isExact(member)) continue;
    if (Array.isArray(member) ? member.length === 0 : Object.keys(member).length === 0) continue;
    members[key] = Array.isArray(member) ? [] : {};
    emptied = true;
  }
  return emptied;
}
