/**
 * How many different signals there were, told from few of them: of each signal's id a number is made as if by chance,
 * and only the smallest numbers are kept. Up to so many signals the count is exact; beyond, the largest number that is
 * kept says how densely they lie, and so how many there are, to within about 6 %. Whatever the order and the
 * repetition of signals, the same are kept: so deliveries need not wait for one another, and what they write is bounded
 * though a caller repeats a request without end.
 *
 * K. Beyer and others, On Synopses for Distinct-Value Estimation Under Multiset Operations, 2007.
 */
import { hash } from 'node:crypto';
import type { Entry } from '../windows/entry.ts';

/** The error of an estimate is one by the root of it. */
export const kept = 256;

const digits = 16;

/** @returns a number as text of 16 hexadecimal digits; the order of the texts is that of the numbers */
export function numberOf(id: string): string {
  return hash('sha256', id, 'hex').slice(0, digits);
}

/**
 * @param known entries whose ids are numbers, of one span of time; likewise `entries`
 * @returns those of the entries that could change the count, now or ever
 */
export function adding(
  known: readonly Entry<null>[],
  entries: readonly Entry<null>[],
): readonly Entry<null>[] {
  const numbers = new Set(known.map(({ id }) => id));
  const fresh = entries.filter(({ id }) => !numbers.has(id));
  for (const { id } of fresh) numbers.add(id);
  const last = lastKept(numbers);
  return last === undefined ? fresh : fresh.filter(({ id }) => id <= last);
}

/** How many signals there were. */
export interface Count {
  readonly count: number;
  readonly isExact: boolean;
}

/**
 * Never decreases when entries are added.
 * @param entries of one span of time; those that `adding` left out may be missing
 */
export function countOf(entries: readonly Entry<null>[]): Count {
  const numbers = new Set(entries.map(({ id }) => id));
  const last = lastKept(numbers);
  if (last === undefined) return { count: numbers.size, isExact: true };
  const share = Number.parseInt(last.slice(0, 13), 16) / 16 ** 13;
  return { count: Math.max(kept, Math.round((kept - 1) / share)), isExact: false };
}

/** @returns the largest of the smallest numbers; undefined if all are kept */
function lastKept(numbers: ReadonlySet<string>): string | undefined {
  if (numbers.size < kept) return undefined;
  let smallest: string[] = [];
  let last: string | undefined;
  for (const number of numbers) {
    // Of very many numbers most are passed by: sorting them all would take longer than reading their events.
    if (last !== undefined && number > last) continue;
    smallest.push(number);
    if (smallest.length < 4 * kept) continue;
    smallest = smallest.sort().slice(0, kept);
    last = smallest.at(-1);
  }
  return smallest.sort()[kept - 1];
}
