import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { finite, type Whole } from '../long.ts';

export const hypot: EsqlFunction = {
  name: 'HYPOT',
  parameters: [
    { name: 'number1', accepts: ['number'] },
    { name: 'number2', accepts: ['number'] },
  ],
  result: () => 'double',
  at: (site) =>
    single(site, (one: Whole, other: Whole) => finite(Math.hypot(Number(one), Number(other)), site.warn)),
  examples: [
    { call: 'HYPOT(3.0, 4.0)', result: 5 },
    { call: 'HYPOT(3, null)', result: null },
  ],
  doc: 'The length of the hypotenuse of a right triangle with two sides of these lengths.',
};
