/** When alerts were: a span of time cut into slots. */
import { type Counts, noCounts } from './counts.ts';

export interface Slot {
  /** Epoch milliseconds. */
  readonly start: number;
  readonly counts: Counts;
}

export interface Timeline {
  /** Milliseconds. */
  readonly slotLength: number;
  /** One after the other without a gap; none where no alert has a time. */
  readonly slots: readonly Slot[];
  /** Of the first and the last alert, epoch milliseconds; infinite where no alert has a time. */
  readonly first: number;
  readonly last: number;
}

const mostSlots = 60;

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Lengths that people count in. */
const lengths = [
  ...[1, 5, 10, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 7, 14, 28, 91, 365, 3650, 36500].map((n) => n * day),
];

/** @param times epoch milliseconds, of each severity */
export function timelineOf(times: readonly (readonly number[])[]): Timeline {
  const [first, last] = ends(times);
  if (first > last) return { slotLength: 0, slots: [], first, last };
  const fits = (length: number) => Math.floor(last / length) - Math.floor(first / length) < mostSlots;
  const slotLength = lengths.find(fits) ?? Math.ceil((last - first + 1) / (mostSlots - 1));
  const start = Math.floor(first / slotLength);
  const slots = Array.from({ length: Math.floor(last / slotLength) - start + 1 }, (_, i) => ({
    start: (start + i) * slotLength,
    counts: noCounts(),
  }));
  for (const [rank, of] of times.entries()) {
    for (const at of of) {
      const slot = slots[Math.floor(at / slotLength) - start];
      if (slot !== undefined) slot.counts[rank as 0]++;
    }
  }
  return { slotLength, slots, first, last };
}

/** @returns the number of the slot that a time is in; undefined if in none */
export function slotOf({ slotLength, slots: [start] }: Timeline, at: number | undefined): number | undefined {
  if (at === undefined || start === undefined) return undefined;
  return Math.floor((at - start.start) / slotLength);
}

function ends(times: readonly (readonly number[])[]): readonly [first: number, last: number] {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const at of times.flat()) {
    first = Math.min(first, at);
    last = Math.max(last, at);
  }
  return [first, last];
}
