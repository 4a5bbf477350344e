import { EsqlConstantError, type EsqlFunction } from '../function.ts';
import { isList, listOf } from '../order.ts';
import type { Scalar } from '../value.ts';
import { comparable, orderBetween } from './comparison.ts';

export const match: EsqlFunction = {
  name: 'MATCH',
  aliases: [':'],
  parameters: [
    { name: 'field', accepts: ['boolean', 'number', 'string', 'date', 'ip', 'version'] },
    { name: 'query', accepts: ['boolean', 'number', 'string', 'date', 'ip', 'version'], constant: true },
  ],
  result: comparable,
  at: ({ types, constants: [, query = null] }) => {
    if (isList(query)) throw new EsqlConstantError(1, 'a query is one value', 'join several with `OR`');
    const test = types[0] === 'text' ? someWord(String(query)) : equals(query, types);
    return (value = null) => listOf(value).some(test);
  },
  examples: [
    { call: 'MATCH("kube-system", "kube-system")', result: true },
    { call: 'MATCH("kube-system", "kube")', result: false },
    { call: 'MATCH(["a", "b"], "b")', result: true },
    { call: 'MATCH(403, 403)', result: true },
    { call: 'MATCH(null, "a")', result: false },
  ],
  doc: 'Whether some value of a field matches: of a `text` field, if it holds any of the words, in either case; of any other, if it is equal. It is never unknown.',
};

function equals(query: null | Scalar, types: Parameters<typeof orderBetween>[0]): (value: Scalar) => boolean {
  const order = orderBetween(types);
  return (value) => query !== null && order(value, query) === 0;
}

function someWord(query: string): (value: Scalar) => boolean {
  const wanted = new Set(wordsOf(query));
  return (value) => wordsOf(String(value)).some((word) => wanted.has(word));
}

/** Words as the standard analyzer finds them: letters and digits, in small letters. */
export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}_]+(?:['.:’][\p{L}\p{M}\p{N}_]+)*/gu) ?? [];
}
