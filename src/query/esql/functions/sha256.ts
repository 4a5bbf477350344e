import { single } from '../call.ts';
import { digestOf } from '../digest.ts';
import type { EsqlFunction } from '../function.ts';

export const sha256: EsqlFunction = {
  name: 'SHA256',
  parameters: [{ name: 'input', accepts: ['string'] }],
  result: () => 'keyword',
  at: (site) => single(site, (text: string) => digestOf('sha-256')?.(text) ?? null),
  examples: [
    { call: 'SHA256("abc")', result: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
    { call: 'SHA256(null)', result: null },
  ],
  doc: 'The SHA-256 hash of a text in hexadecimal digits.',
};
