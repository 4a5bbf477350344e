import { single } from '../call.ts';
import { algorithmNames, digestOf } from '../digest.ts';
import { EsqlConstantError, type EsqlFunction } from '../function.ts';

export const hash: EsqlFunction = {
  name: 'HASH',
  parameters: [
    { name: 'algorithm', accepts: ['string'] },
    { name: 'input', accepts: ['string'] },
  ],
  result: () => 'keyword',
  at: (site) => {
    const constant = site.constants[0];
    if (typeof constant === 'string' && digestOf(constant) === undefined) {
      throw new EsqlConstantError(
        0,
        `\`${constant}\` is no hash that is known`,
        `known are ${algorithmNames.join(', ')}`,
      );
    }
    return single(site, (algorithm: string, input: string) => {
      const digest = digestOf(algorithm);
      if (digest === undefined)
        site.warn(`${algorithm} MessageDigest not available`, 'MessageDigest not available');
      return digest?.(input) ?? null;
    });
  },
  examples: [
    { call: 'HASH("MD5", "abc")', result: '900150983cd24fb0d6963f7d28e17f72' },
    {
      call: 'HASH("sha256", "abc")',
      result: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    },
    { call: 'HASH("md5", null)', result: null },
  ],
  doc: 'The hash of a text in hexadecimal digits, by the name of an algorithm: `md5`, `sha-1`, `sha-256` and others.',
};
