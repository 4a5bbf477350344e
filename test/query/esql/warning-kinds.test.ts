/** What is told where not everybody may read events: kinds of warnings, of which callers can bring about only a few. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EsqlAccepts, EsqlFunction } from '../../../src/query/esql/function.ts';
import { esqlFunctions } from '../../../src/query/esql/functions/index.ts';
import { compileGrok } from '../../../src/query/esql/grok/grok.ts';
import { Warnings } from '../../../src/query/esql/run/warnings.ts';
import type { EsqlType, EsqlValue } from '../../../src/query/esql/value.ts';

/** Values that are found again wherever they are told. */
const marks = /qzx|77171/;
const texts = fc.constantFrom(
  'qzx',
  "yyyy'qzx",
  '(qzx',
  '\\qzx',
  '$qzx',
  '{"a":qzx}',
  '$.qzx',
  'qzxY',
  '77171-99',
  'b%qz%zx',
);
const numbers = fc.constantFrom(77171, -77171, 771710, 77171000000, 9.77171e300, -9.77171e300);

function scalarOf(accepts: readonly EsqlAccepts[]): fc.Arbitrary<readonly [EsqlType, EsqlValue]> {
  const has = (...types: readonly EsqlAccepts[]) =>
    types.find((type) => accepts.includes(type) || accepts.includes('any'));
  const found: fc.Arbitrary<readonly [EsqlType, EsqlValue]>[] = [];
  if (has('string', 'keyword') !== undefined) found.push(texts.map((text) => ['keyword', text]));
  if (has('number', 'long', 'whole') !== undefined)
    found.push(numbers.filter(Number.isInteger).map((number) => ['long', number]));
  if (has('number', 'integer', 'whole') !== undefined)
    found.push(fc.constantFrom(77171, -77171).map((number) => ['integer', number]));
  if (has('number', 'double') !== undefined) found.push(numbers.map((number) => ['double', number]));
  if (has('date') !== undefined)
    found.push(fc.constantFrom(77171, 8.64e15).map((number) => ['date', number]));
  if (has('ip') !== undefined) found.push(fc.constant(['ip', '10.77.1.71']));
  if (has('boolean') !== undefined) found.push(fc.constant(['boolean', true]));
  if (found.length === 0) found.push(fc.constant(['null', null]));
  return fc.oneof(...found);
}

function told(of: EsqlFunction): readonly (readonly [reason: string, kind: string])[] {
  const found: [string, string][] = [];
  const args = fc.tuple(...of.parameters.map(({ accepts }) => scalarOf(accepts)));
  for (const given of fc.sample(args, { numRuns: 150, seed: 1 })) {
    const types = given.map(([type]) => type);
    const type = of.result(types);
    if (type === undefined || of.parameters.some(({ constant }) => constant)) continue;
    const warn = (reason: string, kind = reason): void => void found.push([reason, kind]);
    const site = { types, type, constants: types.map(() => undefined), now: () => 0, warn };
    of.at(site)(...given.map(([, value]) => value));
  }
  return found;
}

it('say nothing of the values that functions are given', () => {
  const all = [...esqlFunctions.values()].flatMap((of) =>
    told(of).map((each) => [of.name, ...each] as const),
  );
  expect(all.filter(([, , kind]) => marks.test(kind))).toEqual([]);
  // Reasons do.
  expect(new Set(all.filter(([, reason]) => marks.test(reason)).map(([name]) => name)).size).toBeGreaterThan(
    10,
  );
});

it('say nothing of the texts that GROK reads', () => {
  const kinds: string[] = [];
  const fields = compileGrok('(?<a:int>.*) (?<b:float>.*)');
  for (const text of ['qzx 1', '77171000000000 qzx', '9999999999999999999999 1e400'])
    fields(text, (reason, kind = reason) => void kinds.push(kind));
  expect(kinds.length).toBeGreaterThan(2);
  expect(kinds.filter((kind) => marks.test(kind))).toEqual([]);
});

it('are what is counted where a collector is asked for no more', () => {
  const warnings = new Warnings('kind');
  const warn = warnings.at(3, 9);
  expect(warnings.takeNew()).toEqual([]);
  for (let index = 0; index < 100; index++) warn(`[${index}] is no number`, 'no number');
  warn('/ by zero');
  const [number, zero] = [
    { start: 3, end: 9, reason: 'no number', count: 100 },
    { start: 3, end: 9, reason: '/ by zero', count: 1 },
  ];
  expect(warnings.list()).toEqual([number, zero]);
  expect(warnings.takeNew()).toEqual([number, zero]);
  expect(warnings.takeNew()).toEqual([]);
  warn('/ by zero');
  expect(warnings.takeNew()).toEqual([zero]);
});
