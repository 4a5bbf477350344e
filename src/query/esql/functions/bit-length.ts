import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';

export const bitLength: EsqlFunction = {
  name: 'BIT_LENGTH',
  parameters: [{ name: 'string', accepts: ['string'] }],
  result: () => 'integer',
  at: (site) => single(site, (text: string) => 8 * Buffer.byteLength(text)),
  examples: [
    { call: 'BIT_LENGTH("é")', result: 16 },
    { call: 'BIT_LENGTH(null)', result: null },
  ],
  doc: 'The number of bits of a text in UTF-8.',
};
