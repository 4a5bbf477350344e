import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { endOf } from '../whitespace.ts';

export const rtrim: EsqlFunction = {
  name: 'RTRIM',
  parameters: [{ name: 'string', accepts: ['string'] }],
  result: () => 'keyword',
  at: (site) => single(site, (text: string) => text.slice(0, endOf(text))),
  examples: [
    { call: 'RTRIM("  some text ")', result: '  some text' },
    { call: 'RTRIM("  ")', result: '' },
    { call: 'RTRIM(null)', result: null },
  ],
  doc: 'A text without whitespace at its end.',
};
