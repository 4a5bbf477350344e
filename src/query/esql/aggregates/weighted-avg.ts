import type { EsqlAggregate } from '../aggregate.ts';
import { numeric } from '../functions/arithmetic.ts';
import { multiply } from '../functions/multiply.ts';
import { finite } from '../long.ts';
import { avg } from './avg.ts';
import { sum } from './sum.ts';

/** `SUM(number * weight) / SUM(weight)`, of which Elasticsearch makes it; of a constant weight the plain average. */
export const weightedAvg: EsqlAggregate = {
  name: 'WEIGHTED_AVG',
  parameters: [
    { name: 'number', accepts: ['number'] },
    { name: 'weight', accepts: ['number'] },
  ],
  result: () => 'double',
  moves: 'any',
  at: (site) => {
    const [number = 'null', weight = 'null'] = site.types;
    if ((site.constants[1] ?? null) !== null) return avg.at({ ...site, types: [number] });
    const type = numeric(site.types) ?? 'double';
    const times = multiply.at({ ...site, type });
    const sumOf = (of: string) =>
      sum.at({ ...site, constants: [], type: of === 'double' ? 'double' : 'long' });
    const [products, weights] = [sumOf(type), sumOf(weight)];
    return {
      add: ([value = null, by = null]) => {
        products.add([times(value, by)]);
        weights.add([by]);
      },
      result: () => {
        const [product, divisor] = [products.result(), Number(weights.result())];
        if (product === null || divisor === 0) return null;
        return finite(Number(product) / divisor, site.warn);
      },
    };
  },
  examples: [
    {
      types: ['integer', 'integer'],
      rows: [
        [1, 3],
        [5, 1],
      ],
      result: 2,
    },
    {
      types: ['integer', 'integer'],
      rows: [
        [1, 3],
        [5, 1],
        [null, 4],
        [2, null],
      ],
      result: 1,
    },
    {
      types: ['double', 'integer'],
      rows: [
        [0.5, 2],
        [[1, 2], 2],
      ],
      result: 0.25,
    },
    { types: ['integer', 'integer'], rows: [[1, 0]], result: null },
    { types: ['integer', 'integer'], rows: [[null, 1]], result: null },
  ],
  doc: 'The sum of all values times their weights, divided by the sum of all weights: a row with a weight and without a value counts as 0. With a weight that is constant it is the average.',
};
