import { medianDeviation } from '../quantile.ts';
import { ofNumbers } from './numbers.ts';

export const medianAbsoluteDeviation = /* @__PURE__ */ ofNumbers(
  'MEDIAN_ABSOLUTE_DEVIATION',
  medianDeviation,
  {
    examples: [
      { types: ['integer'], rows: [[0], [2], [[5, 6]]], result: 2 },
      { types: ['double'], rows: [[7.5]], result: 0 },
      { types: ['double'], rows: [], result: null },
    ],
    doc: 'The median of how far values are from their median, as a double: how much they vary, whatever the outliers.',
  },
);
