/** Secrets in lists of words: a command and its arguments. */
import { secretsOf } from './command.ts';
import type { Judge } from './encoded.ts';
import { settled } from './settled.ts';
import { redactText } from './text.ts';
import { redacted } from './values.ts';

/**
 * @param words of one command
 * @param judge redacts what no word before it says anything of
 * @returns as many words as came in
 */
export function redactWords(words: readonly string[], judge: Judge = redactText): readonly string[] {
  const isSame = (a: readonly string[], b: readonly string[]) => a.every((word, i) => word === b[i]);
  return settled(words, (before) => redactOnce(before, judge), isSame);
}

function redactOnce(words: readonly string[], judge: Judge): readonly string[] {
  const cuts = secretsOf(words);
  return words.map((word, i) => {
    const cut = cuts[i];
    return cut === undefined ? judge(word) : judge(word.slice(0, cut)) + redacted;
  });
}
