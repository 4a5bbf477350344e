import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEql } from '../../../src/compile/eql/parse.ts';
import { stepsOf } from '../../../src/compile/eql/steps.ts';
import { byOrder, findSequences, searchSequences } from '../../../src/correlate/sequence/find-sequences.ts';
import type { Hit } from '../../../src/correlate/sequence/hits.ts';
import type { Entry } from '../../../src/correlate/windows/entry.ts';
import { findSequences as referenceSequences } from '../../reference/eql/sequence.ts';
import { FieldTypes } from '../../reference/eql/values.ts';

const maxspan = 6;

/** A letter a stage, its events being those with that letter; `!` before it if it is to be missing. */
function sequenceOf(stages: readonly string[], until?: string) {
  const written = stages.map((stage) => {
    const [, missing, letter, runs] = /^(!?)(\w)(\d*)$/.exec(stage) ?? [];
    return `${missing}[any where letter == "${letter}"]${runs === '' ? '' : ` with runs=${runs}`}`;
  });
  const end = until === undefined ? '' : ` until [any where letter == "${until}"]`;
  const parsed = parseEql(`sequence with maxspan=${maxspan}ms ${written.join(' ')}${end}`);
  if ('problems' in parsed || parsed.ast.query.kind !== 'sequence') throw new Error(`no sequence: ${stages}`);
  const letters = [...stages, ...(until === undefined ? [] : [until])].map(
    (stage) => /[a-z]/.exec(stage)?.[0] ?? '',
  );
  return { query: parsed.ast.query, letters };
}

/** Acts with the letters that they match, such as `ab` for an act of two stages. */
interface Act {
  readonly at: number;
  readonly tie: string;
  readonly letters: string;
}

function entriesOf(acts: readonly Act[], letters: readonly string[]): readonly Entry<Hit>[] {
  return acts.map(({ at, tie, letters: own }, index) => {
    const stages = letters.flatMap((letter, stage) => (own.includes(letter) ? [stage] : []));
    return { id: `${index}`.padStart(3, '0'), at, data: { stages, tie } };
  });
}

function found(stages: readonly string[], acts: readonly Act[], until?: string) {
  const { query, letters } = sequenceOf(stages, until);
  return findSequences({ ...stepsOf(query), maxspan }, entriesOf(acts, letters)).map((of) =>
    of.map(({ id }) => Number(id)),
  );
}

function expected(stages: readonly string[], acts: readonly Act[], until?: string) {
  const { query, letters } = sequenceOf(stages, until);
  const all = query.until === null ? query.stages : [...query.stages, query.until];
  const events = entriesOf(acts, letters)
    .toSorted(byOrder)
    .map(({ id, at }, place) => ({ document: { id }, time: BigInt(at), place }));
  const matches = (stage: (typeof all)[number], { id }: { id?: unknown }) =>
    acts[Number(id)]?.letters.includes(letters[all.indexOf(stage)] ?? '-') ?? false;
  return referenceSequences(query, events, new FieldTypes([], {}), matches).map((of) =>
    of.events.flatMap((event) => (event === null ? [] : [Number(event.document.id)])),
  );
}

/** `a0 b3 ab7`: letters and time. */
function actsOf(text: string): readonly Act[] {
  return text.split(' ').map((act) => {
    const [, letters = '', at = ''] = /^(\w*?)(\d+)$/.exec(act) ?? [];
    return { at: Number(at), tie: '', letters };
  });
}

describe('sequences', () => {
  it.each([
    { name: 'one after another', stages: ['a', 'b'], acts: 'a0 b1', are: [[0, 1]] },
    { name: 'whatever the order of arrival', stages: ['a', 'b'], acts: 'b1 a0', are: [[1, 0]] },
    { name: 'at the edge of the span', stages: ['a', 'b'], acts: 'a0 b6', are: [[0, 1]] },
    { name: 'none beyond it', stages: ['a', 'b'], acts: 'a0 b7', are: [] },
    { name: 'from the newest beginning', stages: ['a', 'b'], acts: 'a0 a1 b2', are: [[1, 2]] },
    { name: 'that use up what waited longer', stages: ['a', 'b'], acts: 'a0 a1 b2 b3', are: [[1, 2]] },
    { name: 'of no act after itself', stages: ['a', 'b'], acts: 'ab0', are: [] },
    {
      name: 'of an act that ends one and begins another',
      stages: ['a', 'b'],
      acts: 'a0 ab1 b2',
      are: [
        [0, 1],
        [1, 2],
      ],
    },
    { name: 'of one act often', stages: ['a3'], acts: 'a0 a1 a2', are: [[0, 1, 2]] },
    { name: 'not ended before', stages: ['a', 'b'], until: 'u', acts: 'a0 u1 b2', are: [] },
    { name: 'ended too late', stages: ['a', 'b'], until: 'u', acts: 'a0 b2 u3', are: [[0, 1]] },
    { name: 'with nothing between', stages: ['a', '!m', 'b'], acts: 'a0 b2 a3 m4 b5', are: [[0, 1]] },
    { name: 'with nothing before', stages: ['!m', 'a', 'b'], acts: 'm0 a1 b2 a8 b9', are: [[3, 4]] },
    { name: 'with nothing after', stages: ['a', 'b', '!m'], acts: 'a0 b1 m6 a7 b8 m14', are: [[3, 4]] },
    { name: 'with nothing before or after', stages: ['!m', 'a', '!m'], acts: 'm0 a1 m6 a7 m13', are: [[3]] },
  ])('$name', ({ stages, acts, are, until }) => {
    expect(found(stages, actsOf(acts), until)).toEqual(are);
  });

  const letter = fc.constantFrom('a', 'b', 'c', 'd');
  const shapes = fc
    .array(
      fc
        .tuple(fc.integer({ min: 0, max: 3 }), letter, fc.constantFrom('', '', '', '2'))
        .map(([missing, of, runs]) => (missing === 0 ? `!${of}` : `${of}${runs}`)),
      { minLength: 2, maxLength: 4 },
    )
    .filter((stages) => stages.some((stage) => !stage.startsWith('!')));
  const act = fc.record({
    at: fc.integer({ min: 0, max: 30 }),
    tie: fc.constantFrom('', '000000', '500000'),
    letters: fc.subarray(['a', 'b', 'c', 'd', 'u'], { minLength: 1, maxLength: 2 }).map((of) => of.join('')),
  });
  const acts = fc.array(act, { maxLength: 25 });
  const until = fc.option(fc.constantFrom('u', 'a'), { nil: undefined });

  it('are those of the definition', () => {
    let complete = 0;
    fc.assert(
      fc.property(shapes, acts, until, (stages, all, end) => {
        const is = found(stages, all, end);
        complete += is.length;
        expect(is).toEqual(expected(stages, all, end));
      }),
      { numRuns: 10_000 },
    );
    expect(complete).toBeGreaterThan(1000);
  });

  it('depend on nothing but the span before their last act, and each act completes one at most', () => {
    // Of rules, in which nothing is missing at the end.
    const ofRules = shapes.filter((stages) => !stages.at(-1)?.startsWith('!'));
    fc.assert(
      fc.property(ofRules, acts, until, (stages, all, end) => {
        const is = found(stages, all, end);
        expect(new Set(is.map((of) => of.at(-1))).size).toBe(is.length);
        for (const [index, { at }] of all.entries()) {
          const near = all.map((each) =>
            each.at >= at - maxspan && each.at <= at ? each : { ...each, letters: '' },
          );
          const ending = (of: typeof is) => of.filter((one) => one.at(-1) === index);
          expect(ending(found(stages, near, end))).toEqual(ending(is));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('go on from what stands of the acts before, whatever else there was', () => {
    let later = 0;
    const stream = fc.array(act, { minLength: 15, maxLength: 40 });
    const ofRules = shapes.filter((stages) => !stages.at(-1)?.startsWith('!'));
    fc.assert(
      fc.property(ofRules, stream, fc.nat({ max: 15 }), until, (stages, all, split, end) => {
        const { query, letters } = sequenceOf(stages, end);
        const searched = { ...stepsOf(query), maxspan };
        const entries = entriesOf(all, letters).toSorted(byOrder);
        const [before, behind] = [entries.slice(0, split), entries.slice(split)];
        const { standing } = searchSequences(searched, before);
        const those = (found: ReturnType<typeof findSequences>) =>
          found
            .map((of) => of.map(({ id }) => id))
            .filter((ids) => behind.some(({ id }) => id === ids.at(-1)));
        const is = those(findSequences(searched, [...standing, ...behind]));
        const allOf = those(findSequences(searched, entries));
        later += allOf.filter((ids) => !behind.some(({ id }) => id === ids[0])).length;
        expect(is).toEqual(expect.arrayContaining(allOf));
        // What ends sequences may stand and be their first act as well, though a sequence with it is used up.
        const isOfEach = (letter: string) => letters.filter((each) => each === letter).length === 1;
        const ending = [
          ...stages.filter((stage) => stage.startsWith('!')).map((stage) => stage.slice(1)),
          end ?? [],
        ].flat();
        if (ending.every(isOfEach) && all.every((act) => act.letters.length < 2)) expect(is).toEqual(allOf);
      }),
      { numRuns: 5_000 },
    );
    expect(later).toBeGreaterThan(100);
  });
});
