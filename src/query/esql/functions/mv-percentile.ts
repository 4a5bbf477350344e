import { all } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { finite, fitted, needsNoSign, type Whole } from '../long.ts';
import { ascending, quantile, wholeQuantile } from '../quantile.ts';
import { first } from '../types.ts';

const between = 'Percentile parameter must be a number between 0 and 100';

export const mvPercentile: EsqlFunction = {
  name: 'MV_PERCENTILE',
  parameters: [
    { name: 'number', accepts: ['number'] },
    { name: 'percentile', accepts: ['number'] },
  ],
  result: first,
  at: (site) => {
    const { type, warn } = site;
    return all(site, (values: readonly Whole[], percentile: Whole) => {
      const place = Number(percentile);
      if (place < 0 || place > 100) {
        warn(`${between}, found [${place}]`, between);
        return null;
      }
      if (type === 'double') return finite(quantile(ascending(values as readonly number[]), place), warn);
      return fitted(wholeQuantile(ascending(values), place), type, warn, values.some(needsNoSign));
    });
  },
  examples: [
    { call: 'MV_PERCENTILE([5, 5, 10, 12, 5000], 50)', result: 10 },
    { call: 'MV_PERCENTILE([1, 4], 50)', result: 2 },
    { call: 'MV_PERCENTILE([1.0, 4.0], 50)', result: 2.5 },
    { call: 'MV_PERCENTILE([1, 4], 100)', result: 4 },
    { call: 'MV_PERCENTILE([1, 4], 101)', result: null },
    { call: 'MV_PERCENTILE(null, 50)', result: null },
  ],
  doc: 'The value below which so many percent of several numbers lie, on the line between the two nearest.',
};
