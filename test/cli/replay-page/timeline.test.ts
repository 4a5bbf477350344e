import fc from 'fast-check';
import { expect, it } from 'vitest';
import { slotOf, timelineOf } from '../../../src/cli/replay-page/timeline.ts';

const minute = 60_000;

it('has slots of a length that people count in', () => {
  const lengths = [0, 30, 90, 600, 100_000].map(
    (minutes) => timelineOf([[0, minutes * minute]]).slotLength / minute,
  );
  expect(lengths).toEqual([1 / 60, 1, 2, 15, 2880]);
});

it('has none where no alert has a time', () => {
  expect(timelineOf([[], [], [], []]).slots).toEqual([]);
  expect(slotOf(timelineOf([[]]), 5)).toBeUndefined();
  expect(slotOf(timelineOf([[5]]), undefined)).toBeUndefined();
});

/** Any time that a date can have. */
const time = fc.integer({ min: -8.64e15, max: 8.64e15 });

it('counts every alert once, in the slot it is in, whatever their times', () => {
  const near = fc.integer({ min: 0, max: 4 * 3600 * 1000 }).map((at) => Date.UTC(2026, 2, 1) + at);
  const times = fc.array(fc.oneof({ weight: 9, arbitrary: near }, time), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(fc.tuple(times, times, times, times), (of) => {
      const timeline = timelineOf(of);
      const counts = timeline.slots.map(() => [0, 0, 0, 0]);
      for (const [rank, each] of of.entries()) {
        for (const at of each) {
          const slot = slotOf(timeline, at) ?? -1;
          const start = timeline.slots[slot]?.start ?? Number.NaN;
          expect(at >= start && at < start + timeline.slotLength).toBe(true);
          const counted = counts[slot];
          if (counted?.[rank] !== undefined) counted[rank]++;
        }
      }
      expect(timeline.slots.map((slot) => slot.counts)).toEqual(counts);
      expect(timeline.slots.length).toBeLessThanOrEqual(60);
    }),
  );
});
