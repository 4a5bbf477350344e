import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';

export const byteLength: EsqlFunction = {
  name: 'BYTE_LENGTH',
  parameters: [{ name: 'string', accepts: ['string'] }],
  result: () => 'integer',
  at: (site) => single(site, (text: string) => Buffer.byteLength(text)),
  examples: [
    { call: 'BYTE_LENGTH("aé🦄")', result: 7 },
    { call: 'BYTE_LENGTH(null)', result: null },
  ],
  doc: 'The number of bytes of a text in UTF-8.',
};
