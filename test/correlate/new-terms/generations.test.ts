import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  begunBy,
  empty,
  forget,
  type History,
  historyWindowOf,
  observe,
  type Sighting,
} from '../../../src/correlate/new-terms/generations.ts';

const window = historyWindowOf(6400);

/** Each id is of one event, which has one time. */
const sightings: fc.Arbitrary<readonly Sighting[]> = fc
  .array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 12 })
  .map((times) => times.map((at, index) => ({ at, id: `event-${index}` })));

/** How many there are by a plain reading of the rule: one for each sighting before which nothing was for the window. */
function generationsOf(all: readonly Sighting[]): number {
  const ordered = all.toSorted((a, b) => a.at - b.at);
  const slotEnd = (at: number) => (Math.floor(at / window.slot) + 1) * window.slot;
  return ordered.filter(({ at }, index) =>
    ordered.slice(0, index).every((before) => slotEnd(before.at) + window.length <= at),
  ).length;
}

function times({ generations }: History) {
  return generations.map(({ from, last }) => ({ from, last }));
}

describe('a history', () => {
  it('has the same generations whatever the order and repetition of sightings', () => {
    fc.assert(
      fc.property(sightings, fc.infiniteStream(fc.nat()), (all, keys) => {
        const shuffled = [...all, ...all]
          .map((each) => ({ each, key: keys.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ each }) => each);
        expect(times(observe(empty, shuffled, window))).toEqual(times(observe(empty, all, window)));
      }),
    );
  });

  it('has as many generations as a plain reading of all sightings, each begun by one of them, in order of time', () => {
    fc.assert(
      fc.property(sightings, (all) => {
        const ordered = all.toSorted((a, b) => a.at - b.at);
        const history = observe(empty, ordered, window);
        const begun = all.filter((each) => begunBy(history, each) !== undefined);
        expect(begun).toHaveLength(generationsOf(all));
        expect(history.generations).toHaveLength(generationsOf(all));
        expect(history.next).toBe(generationsOf(all));
      }),
    );
  });

  it('is the very same object when it knows a sighting already, so that nothing is written', () => {
    const history = observe(empty, [{ at: 1000, id: 'a' }], window);
    expect(observe(history, [{ at: 1001, id: 'b' }], window)).toBe(history);
    expect(observe(history, [{ at: 1000, id: 'a' }], window)).toBe(history);
    expect(observe(history, [{ at: 999, id: 'a' }], window)).not.toBe(history);
  });

  it.each([
    // A slot is 100: a sighting at 50 counts as one at 100.
    { at: 50 + 6400, generations: 1 },
    { at: 100 + 6399, generations: 1 },
    { at: 100 + 6400, generations: 2 },
    { at: 50 - 6400, generations: 1 },
    { at: 50 - 6500, generations: 2 },
  ])('has $generations generation(s) after sightings at 50 and $at', ({ at, generations }) => {
    const history = observe(
      empty,
      [
        { at: 50, id: 'a' },
        { at, id: 'b' },
      ],
      window,
    );
    expect(history.generations).toHaveLength(generations);
  });

  it('numbers generations as they arrive, and a number is never another', () => {
    const a = { at: 50, id: 'a' };
    const b = { at: 20_000, id: 'b' };
    const late = observe(observe(empty, [b], window), [a], window);
    expect(begunBy(late, b)?.number).toBe(0);
    expect(begunBy(late, a)?.number).toBe(1);
    const grown = observe(
      late,
      [
        { at: 3000, id: 'c' },
        { at: 18_000, id: 'd' },
      ],
      window,
    );
    expect(begunBy(grown, b)?.number).toBe(0);
    expect(begunBy(grown, a)?.number).toBe(1);
  });

  it('leaves a generation to the sighting that arrived first, though an earlier one comes late', () => {
    const history = observe(
      empty,
      [
        { at: 3000, id: 'b' },
        { at: 50, id: 'a' },
      ],
      window,
    );
    expect(begunBy(history, { at: 3000, id: 'b' })).toMatchObject({ number: 0, from: 50 });
    expect(begunBy(history, { at: 50, id: 'a' })).toBeUndefined();
  });

  it('makes one generation of two that turn out to be one, and gives no number twice', () => {
    const apart = observe(
      empty,
      [
        { at: 50, id: 'a' },
        { at: 10_000, id: 'b' },
      ],
      window,
    );
    expect(apart.generations).toHaveLength(2);
    const one = observe(apart, [{ at: 5000, id: 'late' }], window);
    expect(one.generations).toMatchObject([{ number: 0, begunBy: { id: 'a' } }]);
    const next = observe(one, [{ at: 100_000, id: 'c' }], window);
    expect(begunBy(next, { at: 100_000, id: 'c' })?.number).toBe(2);
  });

  it('knows a sighting again whose time is a guess', () => {
    const history = observe(empty, [{ at: 50, id: 'a', isGuess: true }], window);
    expect(begunBy(history, { at: 70, id: 'a', isGuess: true })?.number).toBe(0);
    expect(begunBy(history, { at: 70, id: 'a' })).toBeUndefined();
  });

  it('is bounded, and what comes later than is remembered is new to nobody', () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({ at: index * 10_000, id: `${index}` }));
    const history = many.reduce((known, each) => forget(observe(known, [each], window)), empty);
    expect(history.generations).toHaveLength(360);
    expect(history.generations[0]?.from).toBe(640 * 10_000);
    expect(history.next).toBe(1000);
    expect(observe(history, [{ at: 3_000_000, id: 'late' }], window)).toBe(history);
    expect(begunBy(history, { at: 3_000_000, id: 'late' })).toBeUndefined();
    expect(forget(history)).toBe(history);
  });

  it.each([
    { after: -1, isNew: false },
    { after: 0, isNew: false },
    // Within the window after a generation that is forgotten, it would have been part of it.
    { after: window.length - 1, isNew: false },
    { after: window.length, isNew: true },
  ])('that has forgotten takes a sighting $after ms later for new: $isNew', ({ after, isNew }) => {
    const forgotten = 20_000;
    const history: History = { generations: [], next: 7, forgotten };
    const sighting = { at: forgotten + after, id: 'late' };
    const observed = observe(history, [sighting], window);
    expect(observed === history).toBe(!isNew);
    expect(begunBy(observed, sighting)?.number).toBe(isNew ? 7 : undefined);
  });
});
