import type { EsqlAggregate } from '../aggregate.ts';
import { numeric } from '../functions/arithmetic.ts';
import { multiply } from '../functions/multiply.ts';
import { finite } from '../long.ts';
import { sum } from './sum.ts';

/** `SUM(number * weight) / SUM(weight)`, of which Elasticsearch makes it: a weight counts where the number is null, too. */
export const weightedAvg: EsqlAggregate = {
  name: 'WEIGHTED_AVG',
  parameters: [
    { name: 'number', accepts: ['number'] },
    { name: 'weight', accepts: ['number'] },
  ],
  result: () => 'double',
  moves: 'any',
  at: (site) => {
    const type = numeric(site.types) ?? 'double';
    const times = multiply.at({ ...site, type });
    const of = (type: string) =>
      sum.at({ ...site, constants: [], type: type === 'double' ? 'double' : 'long' });
    const [weighted, weights] = [of(type), of(site.types[1] ?? 'double')];
    return {
      add: ([value = null, weight = null]) => {
        weighted.add([times(value, weight)]);
        weights.add([weight]);
      },
      result: () => {
        const [product, weight] = [weighted.result(), Number(weights.result())];
        if (product === null || weight === 0) return null;
        return finite(Number(product) / weight, site.warn);
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
  doc: 'The sum of all values times their weights, divided by the sum of all weights. A row with a weight and without a value counts as 0.',
};
