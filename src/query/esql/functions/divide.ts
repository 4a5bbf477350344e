import type { EsqlFunction } from '../function.ts';
import { compute, numbers, numeric } from './arithmetic.ts';

export const divide: EsqlFunction = {
  name: '/',
  parameters: numbers,
  result: numeric,
  at: (site) =>
    compute(site, {
      // Exact for whole numbers, where the quotient of two might be rounded up.
      of: (left, right) => (site.type === 'double' ? left / right : (left - (left % right)) / right),
      exact: (left, right) => left / right,
      divides: true,
    }),
  examples: [
    { call: '7 / 2', result: 3 },
    { call: '-7 / 2', result: -3 },
    { call: '7 / 2.0', result: 3.5 },
    { call: '2 / 3', result: 0 },
    { call: '9223372036854775807 / 2', result: 4611686018427387903n },
    { call: '1 / 0', result: null },
    { call: '1.0 / 0', result: null },
    { call: '1 / null', result: null },
  ],
  doc: 'The quotient of two numbers. Of two whole numbers the fraction is dropped; make one of them a double (`2.0`, or `::double`) to keep it. Division by zero gives `null`.',
};
