import { compileLike } from '../../wildcard.ts';
import type { EsqlFunction } from '../function.ts';
import { patterns } from './patterns.ts';

export const like: EsqlFunction = {
  name: 'LIKE',
  parameters: [
    { name: 'str', accepts: ['string'] },
    { name: 'pattern', accepts: ['string'], constant: true, repeated: true },
  ],
  result: () => 'boolean',
  at: (site) =>
    patterns(
      site,
      compileLike,
      'write `\\\\*`, `\\\\?` or `\\\\\\\\` in quotes, or one backslash less in triple quotes',
    ),
  examples: [
    { call: '"kube-system" LIKE "kube-*"', result: true },
    { call: '"kube-system" LIKE "Kube-*"', result: false },
    { call: '"kube" LIKE "kub?"', result: true },
    { call: '"🦄" LIKE "?"', result: true },
    { call: '"a*b" LIKE "a\\\\*b"', result: true },
    { call: '"axb" LIKE "a\\\\*b"', result: false },
    { call: '"a\\nb" LIKE "a*b"', result: true },
    { call: '["a", "b"] LIKE "a"', result: null },
    { call: 'null LIKE "*"', result: null },
  ],
  doc: 'Whether a whole text matches a pattern, or one of several: `*` is any text, `?` one character, and `\\` makes a character of either.',
};
