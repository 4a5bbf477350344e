import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { percentEncoded } from '../percent.ts';

export const urlEncodeComponent: EsqlFunction = {
  name: 'URL_ENCODE_COMPONENT',
  parameters: [{ name: 'string', accepts: ['string'] }],
  result: () => 'keyword',
  at: (site) => single(site, (text: string) => percentEncoded(text, '%20')),
  examples: [
    { call: 'URL_ENCODE_COMPONENT("foo bar*")', result: 'foo%20bar%2A' },
    { call: 'URL_ENCODE_COMPONENT(null)', result: null },
  ],
  doc: 'A text in which all but letters, digits, `.`, `-`, `_` and `~` is percent-encoded, spaces as `%20`.',
};
