import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type TextLists, textLists } from '../../../src/correlate/threshold/text-lists.ts';
import { type Entry, mergeEntries } from '../../../src/correlate/windows/entry.ts';
import { entriesOf, partialsOf } from '../../../src/correlate/windows/partials.ts';
import { encodeItem, itemBytes, maxItemBytes } from '../../../src/state/item-format.ts';

const key = { partition: 'p'.repeat(2048), sort: 's'.repeat(1024) };

function stored(entries: readonly Entry<TextLists>[]) {
  return [...partialsOf(entries, textLists)].map(({ value }) => ({ key, value, expiresAt: 0, version: '1' }));
}

function read(items: ReturnType<typeof stored>) {
  const entries = items.flatMap((item) => entriesOf(item, textLists));
  return mergeEntries(entries, textLists);
}

const summary = fc.record(
  {
    id: fc.string(),
    time: fc.string(),
    source: fc.string(),
    position: fc.oneof(fc.integer(), fc.string()),
    reason: fc.string(),
    partial: fc.boolean(),
  },
  { requiredKeys: ['id', 'source', 'position', 'reason', 'partial'] },
);

const entries: fc.Arbitrary<readonly Entry<TextLists>[]> = fc
  .array(
    fc.record(
      {
        id: fc.string({ minLength: 1, maxLength: 32 }),
        at: fc.integer(),
        data: fc.tuple(
          fc.uniqueArray(fc.string({ maxLength: 32 }), { maxLength: 5 }),
          fc.uniqueArray(fc.string({ maxLength: 32 }), { maxLength: 5 }),
        ),
        summary,
      },
      { requiredKeys: ['id', 'at', 'data'] },
    ),
    { minLength: 1, maxLength: 10 },
  )
  .map((all) => mergeEntries(all, textLists));

it('partials hold what was put in', () => {
  fc.assert(
    fc.property(entries, (all) => {
      expect(read(stored(all))).toEqual(all);
    }),
  );
});

it.each([
  { name: 'of very many acts', count: 50_000, values: 1 },
  { name: 'of an act with very many values', count: 1, values: 100_000 },
])('partials $name fit into items', ({ count, values }) => {
  const texts = Array.from({ length: values }, (_, index) =>
    `~value ${index}`.padEnd(23, '\u{1F512}').slice(0, 23),
  );
  const all: readonly Entry<TextLists>[] = mergeEntries(
    Array.from({ length: count }, (_, index) => ({
      id: `~act ${index}`.padEnd(23, 'x'),
      at: index,
      data: [texts],
    })),
    textLists,
  );
  const items = stored(all);
  expect(items.length).toBeGreaterThan(10);
  for (const item of items) expect(itemBytes(encodeItem(item))).toBeLessThan(maxItemBytes / 2);
  expect(read(items)).toEqual(all);
});

it('partials of the same content have the same names, and of others have others', () => {
  const one: Entry<TextLists> = { id: 'a', at: 1, data: [] };
  const names = (all: readonly Entry<TextLists>[]) => [...partialsOf(all, textLists)].map(({ name }) => name);
  expect(names([one])).toEqual(names([{ ...one }]));
  for (const other of [
    { ...one, id: 'b' },
    { ...one, at: 2 },
    { ...one, data: [['x']] },
    { ...one, summary: { id: 'a', source: '', position: 1, reason: '', partial: false } },
  ]) {
    expect(names([other])).not.toEqual(names([one]));
  }
});
