import { single } from '../call.ts';
import { digestOf } from '../digest.ts';
import type { EsqlFunction } from '../function.ts';

export const sha1: EsqlFunction = {
  name: 'SHA1',
  parameters: [{ name: 'input', accepts: ['string'] }],
  result: () => 'keyword',
  at: (site) => single(site, (text: string) => digestOf('sha-1')?.(text) ?? null),
  examples: [
    { call: 'SHA1("abc")', result: 'a9993e364706816aba3e25717850c26c9cd0d89d' },
    { call: 'SHA1(null)', result: null },
  ],
  doc: 'The SHA-1 hash of a text in hexadecimal digits.',
};
