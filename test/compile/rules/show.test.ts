import { parse } from '@iarna/toml';
import { expect, test } from 'vitest';
import { kindOf, show } from '../../../src/compile/rules/show.ts';

test.each([
  ['a "b"\n', '"a \\"b\\"\\n"'],
  ['\u001b[31m \u007f \u009b', '"\\u001b[31m \\u007f \\u009b"'],
  ['x'.repeat(60), `"${'x'.repeat(60)}"`],
  ['x'.repeat(61), `"${'x'.repeat(60)}…"`],
  ['😀'.repeat(1_000_000), `"${'😀'.repeat(60)}…"`],
  [1.5, '1.5'],
  [true, 'true'],
  [['a'], 'an array'],
])('show %#', (value, shown) => {
  expect(show(value)).toBe(shown);
});

test.each([
  ['a', 'a string'],
  [1, 'an integer'],
  [10n, 'an integer'],
  [1.5, 'a float'],
  [Number.NaN, 'a float'],
  [false, 'a boolean'],
  [parse('d = 2026-12-31').d, 'a date'],
  [parse('d = 10:00:00').d, 'a time of day'],
  [parse('d = 2026-12-31T10:00:00').d, 'a date with a time'],
  [parse('d = 2026-12-31T10:00:00Z').d, 'a date with a time'],
  [[], 'an array'],
  [{}, 'a table'],
])('kindOf %#', (value, kind) => {
  expect(kindOf(value)).toBe(kind);
});
