import { single } from '../call.ts';
import { digestOf } from '../digest.ts';
import type { EsqlFunction } from '../function.ts';

export const md5: EsqlFunction = {
  name: 'MD5',
  parameters: [{ name: 'input', accepts: ['string'] }],
  result: () => 'keyword',
  at: (site) => single(site, (text: string) => digestOf('md5')?.(text) ?? null),
  examples: [
    { call: 'MD5("abc")', result: '900150983cd24fb0d6963f7d28e17f72' },
    { call: 'MD5(null)', result: null },
  ],
  doc: 'The MD5 hash of a text in hexadecimal digits.',
};
