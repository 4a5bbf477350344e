import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { finite, type Whole } from '../long.ts';

export const pow: EsqlFunction = {
  name: 'POW',
  parameters: [
    { name: 'base', accepts: ['number'] },
    { name: 'exponent', accepts: ['number'] },
  ],
  result: () => 'double',
  at: (site) =>
    single(site, (base: Whole, exponent: Whole) => finite(Number(base) ** Number(exponent), site.warn)),
  examples: [
    { call: 'POW(2.0, 2)', result: 4 },
    { call: 'POW(4, 0.5)', result: 2 },
    { call: 'POW(10, 400)', result: null },
    { call: 'POW(-1, 0.5)', result: null },
    { call: 'POW(2, null)', result: null },
  ],
  doc: 'A number to the power of another, as a double.',
};
