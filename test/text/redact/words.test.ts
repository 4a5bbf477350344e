import { expect, it } from 'vitest';
import { redactWords } from '../../../src/text/redact/words.ts';

it('the words of a list are one command at each round', () => {
  // What the first round hides of the first word lets the second see that the next is of it.
  expect(redactWords(['a', 'b'], (word) => (word === 'a' ? '--password' : word))).toEqual([
    '--password',
    '[redacted]',
  ]);
});

it('a list without a secret is gone over once', () => {
  const asked: string[] = [];
  redactWords(['a', 'b'], (word) => {
    asked.push(word);
    return word;
  });
  expect(asked).toEqual(['a', 'b']);
});
