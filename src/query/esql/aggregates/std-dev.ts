import { variance } from '../variance.ts';
import { ofNumbers } from './numbers.ts';

export const stdDev = /* @__PURE__ */ ofNumbers('STD_DEV', (values) => Math.sqrt(variance(values)), {
  examples: [
    { types: ['integer'], rows: [[2], [4], [[4, 4]], [5], [5], [7], [9]], result: 2 },
    { types: ['double'], rows: [[1.5]], result: 0 },
    { types: ['double'], rows: [[null]], result: null },
  ],
  doc: 'The standard deviation of all values, which are taken for the whole population.',
});
