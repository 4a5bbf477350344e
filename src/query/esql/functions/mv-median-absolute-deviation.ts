import { all } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { finite, fitted, needsNoSign, type Whole } from '../long.ts';
import { medianDeviation, wholeMedian } from '../quantile.ts';
import { first } from '../types.ts';

export const mvMedianAbsoluteDeviation: EsqlFunction = {
  name: 'MV_MEDIAN_ABSOLUTE_DEVIATION',
  parameters: [{ name: 'number', accepts: ['number'] }],
  result: first,
  at: (site) => {
    const { type, warn } = site;
    if (type === 'double')
      return all(site, (values: readonly number[]) => finite(medianDeviation(values), warn));
    return all(site, (values: readonly Whole[]) => {
      const middle = wholeMedian(values);
      const deviations = values.map((value) => {
        const difference = BigInt(value) - middle;
        return difference < 0n ? -difference : difference;
      });
      return fitted(wholeMedian(deviations), type, warn, values.some(needsNoSign));
    });
  },
  examples: [
    { call: 'MV_MEDIAN_ABSOLUTE_DEVIATION([0, 2, 5, 6])', result: 2 },
    { call: 'MV_MEDIAN_ABSOLUTE_DEVIATION([1.0, 2.0, 5.0])', result: 1 },
    { call: 'MV_MEDIAN_ABSOLUTE_DEVIATION(7)', result: 0 },
    { call: 'MV_MEDIAN_ABSOLUTE_DEVIATION(null)', result: null },
  ],
  doc: 'The median of how far several numbers are from their median; of whole numbers rounded down.',
};
