/** Secrets in lists of words: a command and its arguments. */
import { secretsOf } from './command.ts';
import type { Judge } from './encoded.ts';
import { mostRounds } from './settled.ts';
import { redactText } from './text.ts';
import { redacted } from './values.ts';

/**
 * @param words of one command
 * @param judge redacts what no word before it says anything of
 * @returns as many words as came in
 */
export function redactWords(words: readonly string[], judge: Judge = redactText): string[] {
  let shown: readonly string[] = words;
  for (let round = 0; round < mostRounds; round++) {
    const before = shown;
    const cuts = secretsOf(before);
    shown = before.map((word, i) => {
      const cut = cuts[i];
      return cut === undefined ? judge(word) : judge(word.slice(0, cut)) + redacted;
    });
    if (shown.every((word, i) => word === before[i])) break;
  }
  return [...shown];
}
