import type { EsqlFunction } from '../function.ts';
import { compute, numbers, numeric } from './arithmetic.ts';

export const multiply: EsqlFunction = {
  name: '*',
  parameters: numbers,
  result: numeric,
  at: (site) => compute(site, { of: (left, right) => left * right, exact: (left, right) => left * right }),
  examples: [
    { call: '6 * 7', result: 42 },
    { call: '0.5 * 3', result: 1.5 },
    { call: '3037000500 * 3037000500', result: null },
    { call: '3037000499 * 3037000499', result: 9223372030926249001n },
    { call: '-7 * 0', result: 0 },
    { call: 'null * 2', result: null },
  ],
  doc: 'The product of two numbers. Whole numbers that do not fit their type give `null`.',
};
