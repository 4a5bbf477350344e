/** Of which cells of time nothing more of a group need be known: held against windows, one by one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KnownGroup } from '../../../../src/correlate/esql/sheet/known-group.ts';
import { cellOf, cellsOfWindow, windowsOfCell } from '../../../../src/correlate/windows/grid.ts';
import type { GroupingCode } from '../../../../src/match/rule-query.ts';
import type { Schedule } from '../../../../src/rule.ts';

const fewer = 4;
/** `COUNT(*) < 4`, and nothing else. */
const grouping = {
  aggregates: [{ slot: 0, args: [], type: 'null', need: { kind: 'count', upTo: 100 } }],
  dead: [{ aggregate: 0, from: fewer }],
} as unknown as GroupingCode;

const schedules = fc.record({
  every: fc.integer({ min: 2, max: 6 }),
  lookback: fc.integer({ min: 1, max: 20 }),
});
const times = fc.integer({ min: -30, max: 60 });

/** The windows that hold a time, by their ends. */
function windowsAround(
  at: number,
  { every, lookback }: { every: number; lookback: number },
): readonly number[] {
  const ends: number[] = [];
  for (let end = Math.ceil((at - 1) / every) * every + 0; end <= at + lookback; end += every)
    if (end > at && at >= end - lookback) ends.push(end);
  return ends;
}

describe('cells and windows', () => {
  it('hold the same times, by whichever they are counted', () => {
    fc.assert(
      fc.property(schedules, times, (schedule, at) => {
        const [first, last] = windowsOfCell(cellOf(at, schedule), schedule);
        const numbers = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
        expect(numbers.map((window) => (window + 1) * schedule.every)).toEqual(windowsAround(at, schedule));
        for (const window of numbers) {
          const [from, to] = cellsOfWindow(window, schedule);
          expect(cellOf(at, schedule)).toBeGreaterThanOrEqual(from);
          expect(cellOf(at, schedule)).toBeLessThanOrEqual(to);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a group of which the query wants fewer than four events', () => {
  /** Gives a group all times, each twice. @returns the group, and the times that it wanted */
  function groupWith(ats: readonly number[], schedule: Schedule): { group: KnownGroup; stored: number[] } {
    const group = new KnownGroup(grouping, schedule);
    const stored: number[] = [];
    for (const [index, at] of ats.entries()) {
      const cell = cellOf(at, schedule);
      if (group.asks(cell, `${index}`, never) === 'yes') stored.push(at);
      group.add(cell, `${index}`, never);
      group.add(cell, `${index}`, never);
    }
    return { group, stored };
  }

  function isSettled(at: number, stored: readonly number[], schedule: Schedule): boolean {
    const counts = windowsAround(at, schedule).map(
      (end) => stored.filter((each) => each >= end - schedule.lookback && each < end).length,
    );
    return counts.length > 0 && counts.every((count) => count >= fewer);
  }

  it('is of no use in a cell as soon as each window that holds it has four, wherever they are', () => {
    const near = schedules.chain((schedule) =>
      fc.record({
        schedule: fc.constant(schedule),
        ats: fc.array(fc.integer({ min: 0, max: schedule.lookback + schedule.every }), { maxLength: 25 }),
        asked: fc.integer({ min: 0, max: schedule.lookback + schedule.every }),
      }),
    );
    fc.assert(
      fc.property(near, ({ schedule, ats, asked }) => {
        const { group, stored } = groupWith(ats, schedule);
        expect(group.isDeadIn(cellOf(asked, schedule))).toBe(isSettled(asked, stored, schedule));
        expect(group.asks(cellOf(asked, schedule), 'another', never)).toBe(
          isSettled(asked, stored, schedule) ? 'no' : 'yes',
        );
      }),
      { numRuns: 3000 },
    );
  });

  it('is of use in doubt, where more cells were met than are known', () => {
    fc.assert(
      fc.property(schedules, fc.array(times, { maxLength: 60 }), times, (schedule, ats, asked) => {
        const { group, stored } = groupWith(ats, schedule);
        if (group.isDeadIn(cellOf(asked, schedule))) expect(isSettled(asked, stored, schedule)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

function never(): never {
  throw new Error('what is in an entry does not matter here');
}
