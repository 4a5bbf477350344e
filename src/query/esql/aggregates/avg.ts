import type { EsqlAggregate } from '../aggregate.ts';
import { listOf } from '../order.ts';
import { Total } from '../total.ts';

export const avg: EsqlAggregate = {
  name: 'AVG',
  parameters: [{ name: 'number', accepts: ['number'] }],
  result: () => 'double',
  moves: 'any',
  at: ({ types: [type] }) => {
    const total = new Total(type === 'double');
    return {
      add: ([value = null]) => {
        for (const each of listOf(value)) total.add(each as number);
      },
      result: () => (total.count === 0 ? null : Number(total.value) / total.count),
    };
  },
  examples: [
    { types: ['integer'], rows: [[1], [[2, 4]], [null]], result: 2.3333333333333335 },
    { types: ['double'], rows: [[1.5], [2.5]], result: 2 },
    { types: ['integer'], rows: [[null]], result: null },
  ],
  doc: 'The average of all values, as a double; `null` of none.',
};
