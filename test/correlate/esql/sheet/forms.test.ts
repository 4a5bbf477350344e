/** What sheets and headings are written as, and that nothing else is taken for them. */
import { brotliCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base, digitsOf, numbersOf } from '../../../../src/correlate/esql/sheet/digits.ts';
import {
  headingFrom,
  headingOf,
  headingValue,
  tagBits,
  weightIn,
} from '../../../../src/correlate/esql/sheet/heading.ts';
import { sheetValue, tableOf } from '../../../../src/correlate/esql/sheet/sheet.ts';
import { Showing } from '../../../../src/correlate/esql/sheet/shown.ts';
import type { Table } from '../../../../src/correlate/esql/sheet/table.ts';
import type { EsqlValue } from '../../../../src/query/esql/value.ts';
import type { JsonObject } from '../../../../src/schema/audit-event.ts';
import { StateShapeError } from '../../../../src/state/store.ts';

const stored = (value: JsonObject) => ({
  key: { partition: 'p', sort: 's' },
  value: JSON.parse(JSON.stringify(value)),
  expiresAt: 1,
  version: '1',
});

describe('numbers as digits', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: Number.MAX_SAFE_INTEGER })), (numbers) => {
        const texts = JSON.parse(JSON.stringify(digitsOf(numbers)));
        expect(numbersOf(texts, numbers.length)).toEqual(numbers);
      }),
    );
  });

  it('take as many texts as the largest has digits, of characters that JSON need not escape', () => {
    expect(digitsOf([0, 0])).toEqual([]);
    expect(digitsOf([0, base - 1])).toHaveLength(1);
    expect(digitsOf([0, base])).toHaveLength(2);
    const [text = ''] = digitsOf(Array.from({ length: base }, (_, index) => index));
    expect(JSON.stringify(text)).toBe(`"${text}"`);
    expect(new Set(text).size).toBe(base);
  });

  it.each([[['ab']], [['a\\']], [['a"']], [['é#']], ['ab'], [[1]], [undefined]])('are not %j', (texts) => {
    expect(numbersOf(texts, texts?.[0] === 'ab' ? 3 : 2)).toBeUndefined();
  });
});

const tellings = fc.array(
  fc.record({ tag: fc.nat(2 ** tagBits - 1), weight: fc.integer({ min: 1, max: 9 }), isRare: fc.boolean() }),
);

describe('a heading', () => {
  it('tells of no group too little', () => {
    fc.assert(
      fc.property(tellings, (told) => {
        const heading = headingFrom(stored(headingValue(headingOf('name', told))));
        for (const { tag, isRare } of told) {
          const whole = told.filter((each) => each.tag === tag).reduce((sum, { weight }) => sum + weight, 0);
          expect(weightIn(heading, tag)).toBe(whole);
          if (isRare) expect(heading.rare.has(tag)).toBe(true);
        }
        expect(weightIn(heading, 2 ** tagBits)).toBe(0);
      }),
    );
  });

  it('takes two characters a group and less than twelve bits, compressed', () => {
    const told = Array.from({ length: 300 }, (_, index) => ({
      tag: Math.imul(index, 0x9e3779b1) >>> (32 - tagBits),
      weight: 1,
      isRare: false,
    }));
    const { tags } = headingValue(headingOf('name', told));
    expect(tags).toHaveLength(2);
    expect(brotliCompressSync(JSON.stringify(tags)).length).toBeLessThan(450);
  });

  it.each([
    { version: 2 },
    { kind: 'sheet' },
    { name: 1 },
    { tags: 'gA' },
    { tags: ['(', '##'] },
    { tags: undefined },
    { count: 2 },
    { count: -1 },
    { count: 1e12, tags: [] },
    { weights: [1] },
    { rare: ['1'] },
    { sheet: [] },
  ])('is not one with %j', (change) => {
    const value = headingValue(headingOf('name', [{ tag: 5, weight: 2, isRare: true }]));
    expect(headingFrom(stored(value)).tags).toEqual([5]);
    expect(() => headingFrom(stored({ ...value, ...change } as JsonObject))).toThrow(StateShapeError);
  });
});

const showing = new Showing((text) => text.replaceAll('secret', '[redacted]'));

function tableWith(columns: readonly (readonly EsqlValue[])[]): Table {
  const count = columns[0]?.length ?? 0;
  return {
    columns: columns.map((values) => {
      const shown = values.map((value) => showing.of(value));
      return {
        codes: values.map((value, row) => (value === null ? 0 : row + 1)),
        size: values.length + 1,
        shownAt: (code) => (code === 0 ? null : (shown[code - 1]?.shown ?? null)),
        whichAt: (code) => (code === 0 ? null : (shown[code - 1]?.which ?? null)),
      };
    }),
    ats: Array.from({ length: count }, (_, row) => 1000 + 7 * row),
    hashes: Array.from({ length: count }, (_, row) => row * 1_000_003),
    numbers: Array.from({ length: count }, (_, row) => row % 2),
    summaries: new Map(),
  };
}

const read = (table: Table, of: 'shownAt' | 'whichAt') =>
  table.columns.map((column) => column.codes.map((code) => column[of](code)));

describe('a sheet', () => {
  const columns: readonly (readonly EsqlValue[])[] = [
    ['a', null, 'secret', '~a'],
    [1, 9007199254740993n, null, -0.5],
    [true, false, null, true],
    [['a', 'secret'], null, ['b', 'c'], 'd'],
  ];

  it.each([undefined, [0, 1, 2, 3], [1, 3], [2]])('gives back its rows %j', (rows) => {
    const table = tableWith(columns);
    const back = tableOf(stored(sheetValue(table, rows)), columns.length);
    const wanted = rows ?? [0, 1, 2, 3];
    for (const of of ['shownAt', 'whichAt'] as const) {
      expect(read(back, of)).toEqual(read(table, of).map((column) => wanted.map((row) => column[row])));
    }
    expect(back.ats).toEqual(wanted.map((row) => table.ats[row]));
    expect(back.hashes).toEqual(wanted.map((row) => table.hashes[row]));
    expect(back.numbers).toEqual(wanted.map((row) => table.numbers[row]));
  });

  it('holds no secret, and tells them apart nevertheless', () => {
    const table = tableWith([['secret 1', 'secret 2', 'secret 1']]);
    const value = sheetValue(table, undefined);
    expect(JSON.stringify(value)).not.toContain('secret');
    const [which = []] = read(tableOf(stored(value), 1), 'whichAt');
    expect(new Set(which).size).toBe(2);
    expect(which[0]).toBe(which[2]);
  });

  it('lets nobody pass one text off as what stands for another', () => {
    const which = String(showing.whichOf('secret'));
    expect(which).toMatch(/^~/);
    expect(showing.whichOf(which)).not.toBe(which);
  });

  const whole = sheetValue(tableWith(columns), undefined);
  it.each([
    { version: 2 },
    { kind: 'partial' },
    { count: 3 },
    { count: 'x' },
    { from: null },
    { times: ['##'] },
    { columns: [] },
    { columns: [...(whole.columns as []).slice(0, 3), [['a'], {}, ['####', '$$$$']]] },
    { columns: [...(whole.columns as []).slice(0, 3), [['a'], null, ['$$$$']]] },
    { columns: [...(whole.columns as []).slice(0, 3), [[{}], {}, ['$$$$']]] },
    { summaries: [[1]] },
  ])('is not one with %j', (change) => {
    expect(() => tableOf(stored({ ...whole, ...change } as JsonObject), columns.length)).toThrow(
      StateShapeError,
    );
  });

  it('has as many columns as the query asks for', () => {
    expect(() => tableOf(stored(whole), columns.length + 1)).toThrow(StateShapeError);
  });
});
