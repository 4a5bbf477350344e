import { variance as varianceOf } from '../variance.ts';
import { ofNumbers } from './numbers.ts';

export const variance = /* @__PURE__ */ ofNumbers('VARIANCE', varianceOf, {
  examples: [
    { types: ['integer'], rows: [[2], [4], [[4, 4]], [5], [5], [7], [9]], result: 4 },
    { types: ['double'], rows: [[1.5]], result: 0 },
    { types: ['double'], rows: [[null]], result: null },
  ],
  doc: 'The variance of all values, which are taken for the whole population.',
});
