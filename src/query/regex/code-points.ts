/** Sets of code points, as sorted ranges that neither overlap nor touch: `[from, to, from, to, …]`, both included. */
import { foldCodePoint, lastCased } from '../fold-case.ts';

export type CodePoints = readonly number[];

export const last = 0x10ffff;
export const anyCodePoint: CodePoints = [0, last];

/** @param ranges pairs in any order, which may overlap */
export function codePoints(ranges: readonly (readonly [number, number])[]): CodePoints {
  const merged: number[] = [];
  for (const [from, to] of ranges.toSorted(([a], [b]) => a - b)) {
    const end = merged.at(-1);
    if (end === undefined || from > end + 1) merged.push(from, to);
    else if (to > end) merged[merged.length - 1] = to;
  }
  return merged;
}

export function union(...sets: readonly CodePoints[]): CodePoints {
  return codePoints(sets.flatMap(pairs));
}

export function complement(set: CodePoints): CodePoints {
  const gaps: [number, number][] = [];
  let next = 0;
  for (const [from, to] of pairs(set)) {
    if (from > next) gaps.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= last) gaps.push([next, last]);
  return codePoints(gaps);
}

export function intersection(a: CodePoints, b: CodePoints): CodePoints {
  return complement(union(complement(a), complement(b)));
}

export function includes(set: CodePoints, code: number): boolean {
  for (let index = 0; index < set.length; index += 2) {
    if (code < (set[index] as number)) return false;
    if (code <= (set[index + 1] as number)) return true;
  }
  return false;
}

/** The folded forms of a set: a character is in the set but for its case if its folded form is in this one. */
export function folded(set: CodePoints): CodePoints {
  return codePoints(
    pairs(set).flatMap(([from, to]) => {
      const each: [number, number][] = [];
      for (let code = from; code <= Math.min(to, lastCased); code++) {
        const of = foldCodePoint(code);
        each.push([of, of]);
      }
      if (to > lastCased) each.push([Math.max(from, lastCased + 1), to]);
      return each;
    }),
  );
}

function pairs(set: CodePoints): readonly [number, number][] {
  return Array.from({ length: set.length / 2 }, (_, index) => [
    set[2 * index] as number,
    set[2 * index + 1] as number,
  ]);
}
