import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';

export const toBase64: EsqlFunction = {
  name: 'TO_BASE64',
  parameters: [{ name: 'string', accepts: ['string'] }],
  result: () => 'keyword',
  at: (site) => single(site, (text: string) => Buffer.from(text, 'utf8').toString('base64')),
  examples: [
    { call: 'TO_BASE64("elastic")', result: 'ZWxhc3RpYw==' },
    { call: 'TO_BASE64("")', result: '' },
    { call: 'TO_BASE64(null)', result: null },
  ],
  doc: 'A text in base64.',
};
