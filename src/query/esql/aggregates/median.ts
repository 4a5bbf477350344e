import { median as medianOf } from '../quantile.ts';
import { ofNumbers } from './numbers.ts';

export const median = /* @__PURE__ */ ofNumbers('MEDIAN', medianOf, {
  examples: [
    { types: ['integer'], rows: [[1], [[9, 4]]], result: 4 },
    { types: ['integer'], rows: [[1], [4]], result: 2.5 },
    { types: ['integer'], rows: [[null]], result: null },
  ],
  doc: 'The middle one of all values in order, or between the middle two, as a double. It is exact; Elasticsearch estimates it.',
});
