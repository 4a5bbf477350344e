import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { endOf, startOf } from '../whitespace.ts';

export const trim: EsqlFunction = {
  name: 'TRIM',
  parameters: [{ name: 'string', accepts: ['string'] }],
  result: () => 'keyword',
  at: (site) =>
    single(site, (text: string) => text.slice(startOf(text), Math.max(startOf(text), endOf(text)))),
  examples: [
    { call: 'TRIM("  some text ")', result: 'some text' },
    { call: 'TRIM("   ")', result: '' },
    { call: 'TRIM(null)', result: null },
  ],
  doc: 'A text without whitespace at its ends.',
};
