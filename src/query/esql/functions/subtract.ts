import type { EsqlFunction } from '../function.ts';
import { isNumeric } from '../types.ts';
import { compute, computeTemporal, operands, temporal } from './arithmetic.ts';

export const subtract: EsqlFunction = {
  name: '-',
  parameters: operands,
  result: (types) => temporal(types, true),
  at: (site) =>
    isNumeric(site.type)
      ? compute(site, { of: (left, right) => left - right, exact: (left, right) => left - right })
      : computeTemporal(site, -1),
  examples: [
    { call: '42 - 23', result: 19 },
    { call: '0.5 - 1', result: -0.5 },
    { call: '-2147483647 - 2', result: null },
    { call: 'TO_DATETIME("2024-03-31") - 1 month', result: '2024-02-29T00:00:00.000Z' },
    { call: 'TO_DATETIME("2024-03-01") - 1 day', result: '2024-02-29T00:00:00.000Z' },
    { call: 'null - 1', result: null },
  ],
  doc: 'The difference of two numbers, or the date that is an amount of time earlier.',
};
