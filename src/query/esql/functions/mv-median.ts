import { all } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { finite, fitted, needsNoSign, type Whole } from '../long.ts';
import { median, wholeMedian } from '../quantile.ts';
import { first } from '../types.ts';

export const mvMedian: EsqlFunction = {
  name: 'MV_MEDIAN',
  parameters: [{ name: 'number', accepts: ['number'] }],
  result: first,
  at: (site) => {
    const { type, warn } = site;
    if (type === 'double') return all(site, (values: readonly number[]) => finite(median(values), warn));
    return all(site, (values: readonly Whole[]) =>
      fitted(wholeMedian(values), type, warn, values.some(needsNoSign)),
    );
  },
  examples: [
    { call: 'MV_MEDIAN([3, 5, 1])', result: 3 },
    { call: 'MV_MEDIAN([3, 7, 1, 6])', result: 4 },
    { call: 'MV_MEDIAN([3.0, 7, 1, 6])', result: 4.5 },
    { call: 'MV_MEDIAN([-3, -2])', result: -3 },
    { call: 'MV_MEDIAN(null)', result: null },
  ],
  doc: 'The middle one of several numbers in order, or between the middle two; of whole numbers rounded down.',
};
