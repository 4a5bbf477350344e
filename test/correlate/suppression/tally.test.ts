import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adding, countOf, kept, numberOf } from '../../../src/correlate/suppression/tally.ts';
import type { Entry } from '../../../src/correlate/windows/entry.ts';

const entry = (number: number): Entry<null> => ({
  id: numberOf(`request-${number}`),
  at: number,
  data: null,
});
const entries = (count: number): readonly Entry<null>[] =>
  Array.from({ length: count }, (_, number) => entry(number));

describe('a count', () => {
  it.each([0, 1, 2, 100, kept - 1])('of %i signals is exact', (count) => {
    expect(countOf(entries(count))).toEqual({ count, isExact: true });
    expect(countOf([...entries(count), ...entries(count)])).toEqual({ count, isExact: true });
  });

  it.each([kept, 300, 1000, 3000, 10_000, 100_000])('of %i signals is an estimate', (count) => {
    const { count: found, isExact } = countOf(entries(count));
    expect(isExact).toBe(false);
    // Three times the error that an estimate has by chance.
    expect(Math.abs(found / count - 1)).toBeLessThan(3 / Math.sqrt(kept));
  });

  it('never decreases, and depends on neither order nor repetition nor on what was left out', () => {
    const splits = fc.record({
      signals: fc.integer({ min: 0, max: 1500 }),
      /** Which of the deliveries each signal is in; it may come again. */
      deliveries: fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
      /** How much of what was added before a delivery knows. */
      lags: fc.infiniteStream(fc.integer({ min: 0, max: 3 })),
    });
    fc.assert(
      fc.property(splits, ({ signals, deliveries, lags }) => {
        const all = entries(signals);
        const parts = Array.from({ length: 10 }, (): Entry<null>[] => []);
        for (const each of [...all, ...all.slice(0, 100)]) parts[deliveries.next().value]?.push(each);
        const stored: (readonly Entry<null>[])[] = [];
        let before = 0;
        for (const part of parts) {
          const known = stored.slice(0, Math.max(0, stored.length - lags.next().value)).flat();
          stored.push(adding(known, part));
          const { count } = countOf(stored.flat());
          expect(count).toBeGreaterThanOrEqual(before);
          before = count;
        }
        expect(countOf(stored.flat())).toEqual(countOf(all));
        expect(countOf(adding([], stored.flat()))).toEqual(countOf(all));
      }),
      { numRuns: 100 },
    );
  });
});

it('what is written of a flood grows with its logarithm', () => {
  let known: readonly Entry<null>[] = [];
  let written = 0;
  const flood = 100_000;
  for (let from = 0; from < flood; from += 100) {
    const added = adding(
      known,
      Array.from({ length: 100 }, (_, index) => entry(from + index)),
    );
    written += added.length;
    known = adding([], [...known, ...added]);
    expect(known.length).toBeLessThanOrEqual(kept);
  }
  expect(written).toBeLessThan(1.5 * kept * (1 + Math.log(flood / kept)));
  expect(countOf(known)).toEqual(countOf(entries(flood)));
});
