/** Reading single members of attacker-controlled JSON, where any member may be missing or of another type. */
import type { Json } from './audit-event.ts';
import { isObject } from './visit.ts';

/** @returns the member at the end of `steps`, or undefined where an object on the way is missing. */
export function lookup(node: Json | undefined, ...steps: readonly string[]): Json | undefined {
  let at = node;
  for (const step of steps) {
    if (!isObject(at) || !Object.hasOwn(at, step)) return undefined;
    at = at[step];
  }
  return at;
}

/** @returns the string at the end of `steps`; the empty string and other types count as missing. */
export function textAt(node: Json | undefined, ...steps: readonly string[]): string | undefined {
  const found = lookup(node, ...steps);
  return typeof found === 'string' && found !== '' ? found : undefined;
}
