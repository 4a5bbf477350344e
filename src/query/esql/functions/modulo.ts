import type { EsqlFunction } from '../function.ts';
import { compute, numbers, numeric } from './arithmetic.ts';

export const modulo: EsqlFunction = {
  name: '%',
  parameters: numbers,
  result: numeric,
  at: (site) =>
    compute(site, { of: (left, right) => left % right, exact: (left, right) => left % right, divides: true }),
  examples: [
    { call: '7 % 3', result: 1 },
    { call: '-7 % 3', result: -1 },
    { call: '7.5 % 2', result: 1.5 },
    { call: '9223372036854775807 % 10', result: 7 },
    { call: '1 % 0', result: null },
  ],
  doc: 'The remainder of a division, with the sign of the dividend. Of a division by zero it is `null`.',
};
