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
  [new Date(0), 'a date'],
  [[], 'an array'],
  [{}, 'a table'],
])('kindOf %#', (value, kind) => {
  expect(kindOf(value)).toBe(kind);
});
