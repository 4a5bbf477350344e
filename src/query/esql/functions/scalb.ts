import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { finite, type Whole } from '../long.ts';

export const scalb: EsqlFunction = {
  name: 'SCALB',
  parameters: [
    { name: 'd', accepts: ['number'] },
    { name: 'scaleFactor', accepts: ['whole'] },
  ],
  result: () => 'double',
  at: (site) =>
    single(site, (value: Whole, factor: Whole) => finite(Number(value) * 2 ** Number(factor), site.warn)),
  examples: [
    { call: 'SCALB(3.0, 10)', result: 3072 },
    { call: 'SCALB(8, -2)', result: 2 },
    { call: 'SCALB(1.0, 2000)', result: null },
  ],
  doc: 'A number times two to the power of a whole number.',
};
