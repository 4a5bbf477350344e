import type { EsqlAggregate } from '../aggregate.ts';
import { listOf } from '../order.ts';
import type { Scalar } from '../value.ts';

export const countDistinct: EsqlAggregate = {
  name: 'COUNT_DISTINCT',
  parameters: [
    { name: 'field', accepts: ['any'] },
    { name: 'precision', accepts: ['whole'], optional: true, constant: true },
  ],
  result: () => 'long',
  moves: 'up',
  at: () => {
    const seen = new Set<Scalar>();
    return {
      add: ([value = null]) => {
        for (const each of listOf(value)) seen.add(each);
      },
      result: () => seen.size,
    };
  },
  examples: [
    { types: ['keyword'], rows: [['a'], ['b'], [['a', 'c']], [null]], result: 3 },
    {
      types: ['integer', 'integer'],
      rows: [
        [1, 5],
        [2, 5],
      ],
      result: 2,
    },
    { types: ['keyword'], rows: [], result: 0 },
  ],
  doc: 'How many different values there are. The count is exact; Elasticsearch estimates it beyond a precision, which is accepted and changes nothing.',
};
