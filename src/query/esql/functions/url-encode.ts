import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { percentEncoded } from '../percent.ts';

export const urlEncode: EsqlFunction = {
  name: 'URL_ENCODE',
  parameters: [{ name: 'string', accepts: ['string'] }],
  result: () => 'keyword',
  at: (site) => single(site, (text: string) => percentEncoded(text, '+')),
  examples: [
    {
      call: 'URL_ENCODE("https://example.com/?x=foo bar&y=é~")',
      result: 'https%3A%2F%2Fexample.com%2F%3Fx%3Dfoo+bar%26y%3D%C3%A9~',
    },
    { call: 'URL_ENCODE(null)', result: null },
  ],
  doc: 'A text in which all but letters, digits, `.`, `-`, `_` and `~` is percent-encoded, and spaces are `+`.',
};
