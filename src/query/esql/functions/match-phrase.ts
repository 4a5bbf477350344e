import { EsqlConstantError, type EsqlFunction } from '../function.ts';
import { isList, listOf } from '../order.ts';
import { wordsOf } from './match.ts';

export const matchPhrase: EsqlFunction = {
  name: 'MATCH_PHRASE',
  parameters: [
    { name: 'field', accepts: ['string'] },
    { name: 'query', accepts: ['string'], constant: true },
  ],
  result: () => 'boolean',
  at: ({ types, constants: [, query = null] }) => {
    if (isList(query)) throw new EsqlConstantError(1, 'a query is one value', 'join several with `OR`');
    if (types[0] !== 'text') return (value = null) => query !== null && listOf(value).includes(query);
    const wanted = asPhrase(wordsOf(String(query ?? '')));
    // Of a phrase without words there is none.
    if (wanted === asPhrase([])) return () => false;
    return (value = null) => listOf(value).some((text) => asPhrase(wordsOf(String(text))).includes(wanted));
  },
  examples: [
    { call: 'MATCH_PHRASE("exec into pod", "exec into pod")', result: true },
    { call: 'MATCH_PHRASE("exec into pod", "into pod")', result: false },
    { call: 'MATCH_PHRASE(["a", "b"], "b")', result: true },
    { call: 'MATCH_PHRASE(null, "a")', result: false },
  ],
  doc: 'Whether some value of a field holds a phrase: of a `text` field, if it has the words one after the other, in either case; of any other, if it is equal. It is never unknown.',
};

/** Words hold no spaces: a phrase is within another where it begins and ends at a space. */
function asPhrase(words: readonly string[]): string {
  return ` ${words.join(' ')} `;
}
