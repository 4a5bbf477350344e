/** Keys that are secrets themselves, such as a token that something is filed under. */
import type { Judge } from './encoded.ts';

/** @returns the keys in their order; two that are the same when redacted are told apart by a number */
export function uniqueKeys(keys: readonly string[], judge: Judge): readonly string[] {
  const shown = keys.map((key) => (key.length < 12 ? key : judge(key)));
  if (shown.every((key, i) => key === keys[i])) return keys;
  const taken = new Set<string>(keys.filter((key, i) => key === shown[i]));
  const counts = new Map<string, number>();
  return shown.map((key, i) => {
    if (key === keys[i]) return key;
    let count = counts.get(key) ?? 1;
    let unique = key;
    while (taken.has(unique)) unique = `${key} ${++count}`;
    counts.set(key, count);
    taken.add(unique);
    return unique;
  });
}
