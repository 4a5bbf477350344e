import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { startOf } from '../whitespace.ts';

export const ltrim: EsqlFunction = {
  name: 'LTRIM',
  parameters: [{ name: 'string', accepts: ['string'] }],
  result: () => 'keyword',
  at: (site) => single(site, (text: string) => text.slice(startOf(text))),
  examples: [
    { call: 'LTRIM("  some text ")', result: 'some text ' },
    { call: 'LTRIM("a")', result: 'a' },
    { call: 'LTRIM(null)', result: null },
  ],
  doc: 'A text without whitespace at its beginning.',
};
