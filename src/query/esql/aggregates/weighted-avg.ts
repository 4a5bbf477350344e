import type { EsqlAggregate } from '../aggregate.ts';
import { oneOf } from '../call.ts';
import { finite, type Whole } from '../long.ts';
import { Sum } from '../sum.ts';

export const weightedAvg: EsqlAggregate = {
  name: 'WEIGHTED_AVG',
  parameters: [
    { name: 'number', accepts: ['number'] },
    { name: 'weight', accepts: ['number'] },
  ],
  result: () => 'double',
  moves: 'any',
  at: ({ warn }) => {
    const [weighted, weights] = [new Sum(), new Sum()];
    return {
      add: ([value = null, weight = null]) => {
        const [number, by] = [oneOf(value, warn), oneOf(weight, warn)];
        if (number === null || by === null) return;
        weighted.add(Number(number as Whole) * Number(by as Whole));
        weights.add(Number(by as Whole));
      },
      result: () => (weights.value === 0 ? null : finite(weighted.value / weights.value, warn)),
    };
  },
  examples: [
    {
      types: ['integer', 'integer'],
      rows: [
        [1, 3],
        [5, 1],
        [null, 9],
      ],
      result: 2,
    },
    { types: ['integer', 'integer'], rows: [[1, 0]], result: null },
  ],
  doc: 'The average of all values, each as often as its weight says.',
};
