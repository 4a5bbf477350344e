import type { EsqlFunction } from '../function.ts';
import { isNumeric } from '../types.ts';
import { compute, computeTemporal, operands, temporal } from './arithmetic.ts';

export const add: EsqlFunction = {
  name: '+',
  parameters: operands,
  result: (types) => temporal(types, false),
  at: (site) =>
    isNumeric(site.type)
      ? compute(site, { of: (left, right) => left + right, exact: (left, right) => left + right })
      : computeTemporal(site, 1),
  examples: [
    { call: '19 + 23', result: 42 },
    { call: '1 + 0.5', result: 1.5 },
    { call: '2147483647 + 1', result: null },
    { call: '9007199254740993 + 1', result: 9007199254740994n },
    { call: '9223372036854775807 + 1', result: null },
    { call: '1 + null', result: null },
    { call: 'TO_DATETIME("2024-01-31") + 1 month', result: '2024-02-29T00:00:00.000Z' },
    { call: '90 minutes + TO_DATETIME("2024-01-31")', result: '2024-01-31T01:30:00.000Z' },
  ],
  doc: 'The sum of two numbers, or the date that is an amount of time later. Whole numbers that do not fit their type give `null`.',
};
