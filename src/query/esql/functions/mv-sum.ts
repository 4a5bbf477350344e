import { all } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { finite, fitted, needsNoSign, type Whole } from '../long.ts';
import { sumOf } from '../sum.ts';
import { first } from '../types.ts';

export const mvSum: EsqlFunction = {
  name: 'MV_SUM',
  parameters: [{ name: 'number', accepts: ['number'] }],
  result: first,
  at: (site) => {
    const { type, warn } = site;
    return all(site, (values: readonly Whole[]) => {
      if (type === 'double') return finite(sumOf(values as readonly number[]), warn);
      return fitted(
        values.reduce((sum: bigint, value) => sum + BigInt(value), 0n),
        type,
        warn,
        values.some(needsNoSign),
      );
    });
  },
  examples: [
    { call: 'MV_SUM([3, 5, 6])', result: 14 },
    { call: 'MV_SUM([0.1, 0.2, 0.3])', result: 0.6 },
    { call: 'MV_SUM([2147483647, 1])', result: null },
    { call: 'MV_SUM(7)', result: 7 },
    { call: 'MV_SUM(null)', result: null },
  ],
  doc: 'The sum of several numbers. Whole numbers that do not fit their type give `null`.',
};
