import { expect, test } from 'vitest';
import { parseToml } from '../../../src/compile/toml/parse.ts';

function codeOf(text: string): string {
  const parsed = parseToml({ path: 'x.toml', text });
  return 'problem' in parsed ? parsed.problem.code : 'none';
}

const many = 50_000;

test.each([
  ['arrays within each other', `a = ${'['.repeat(many)}${']'.repeat(many)}`, 'toml-too-large'],
  ['tables within each other', `a = ${'{a='.repeat(many)}1${'}'.repeat(many)}`, 'toml-too-large'],
  ['a string of 1 MB', `a = "${'x'.repeat(1_000_000)}"`, 'toml-too-large'],
  ['a million quotes', `a = ${'"'.repeat(1_000_000)}`, 'toml-syntax'],
  ['a long key', `${'k'.repeat(100_000)} = 1`, 'none'],
  ['no text', '', 'none'],
  ['NUL', '\0', 'toml-syntax'],
])('%s', (_, text, code) => {
  expect(codeOf(text)).toBe(code);
});

test('keys that are names of Object.prototype stay data', () => {
  const text =
    '__proto__.polluted = 1\n[rule]\n__proto__ = { polluted = 1 }\n[constructor.prototype]\npolluted = 1\n';
  const parsed = parseToml({ path: 'x.toml', text });
  expect(parsed).toHaveProperty('places');
  expect(Object.prototype).not.toHaveProperty('polluted');
});
