import { expect, it } from 'vitest';
import { settled } from '../../../src/text/redact/settled.ts';

it.each<[string, string, number]>([
  ['b', 'b', 1],
  ['ab', 'b', 2],
  ['aaab', 'b', 4],
  ['aaaaaab', 'b', 6],
  ['aaaaaaaab', 'aab', 6],
])('%s becomes %s in %i rounds', (given, expected, rounds) => {
  let count = 0;
  const result = settled(given, (text) => {
    count++;
    return text.replace(/^a/, '');
  });
  expect(result).toBe(expected);
  expect(count).toBe(rounds);
});

it('asks what is the same', () => {
  const asked: unknown[] = [];
  const result = settled(
    [2],
    ([n = 0]) => [Math.max(0, n - 1)],
    (a, b) => {
      asked.push([a[0], b[0]]);
      return a[0] === b[0];
    },
  );
  expect(result).toEqual([0]);
  expect(asked).toEqual([
    [1, 2],
    [0, 1],
    [0, 0],
  ]);
});
