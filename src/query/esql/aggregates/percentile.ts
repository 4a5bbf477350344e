import type { EsqlAggregate } from '../aggregate.ts';
import { EsqlConstantError } from '../function.ts';
import { finite, type Whole } from '../long.ts';
import { listOf } from '../order.ts';
import { ascending, quantile } from '../quantile.ts';

export const percentile: EsqlAggregate = {
  name: 'PERCENTILE',
  parameters: [
    { name: 'number', accepts: ['number'] },
    { name: 'percentile', accepts: ['number'], constant: true },
  ],
  result: () => 'double',
  moves: 'any',
  at: ({ constants: [, constant], warn }) => {
    const place = Number(constant ?? 50);
    if (!(place >= 0 && place <= 100)) {
      throw new EsqlConstantError(1, `there is no percentile ${place}`, 'write a number from 0 to 100');
    }
    const values: number[] = [];
    return {
      add: ([value = null]) => {
        for (const each of listOf(value)) values.push(Number(each as Whole));
      },
      result: () => (values.length === 0 ? null : finite(quantile(ascending(values), place), warn)),
    };
  },
  examples: [
    {
      types: ['integer', 'integer'],
      rows: [
        [1, 75],
        [[2, 3], 75],
        [5, 75],
      ],
      result: 3.5,
    },
    {
      types: ['double', 'integer'],
      rows: [
        [0.5, 0],
        [9.5, 0],
      ],
      result: 0.5,
    },
    { types: ['integer', 'integer'], rows: [[null, 50]], result: null },
  ],
  doc: 'The value below which so many percent of all values lie, on the line between the two nearest, as a double. It is exact; Elasticsearch estimates it.',
};
