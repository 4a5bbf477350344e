import type { EsqlAggregate } from '../aggregate.ts';
import { listOf, valueOfList } from '../order.ts';
import { first } from '../types.ts';
import type { Scalar } from '../value.ts';

export const values: EsqlAggregate = {
  name: 'VALUES',
  parameters: [{ name: 'field', accepts: ['any'] }],
  result: first,
  moves: 'any',
  at: () => {
    const seen = new Set<Scalar>();
    return {
      add: ([value = null]) => {
        for (const each of listOf(value)) seen.add(each);
      },
      result: () => valueOfList([...seen]),
    };
  },
  examples: [
    { types: ['keyword'], rows: [['b'], ['a'], [['b', 'c']], [null]], result: ['b', 'a', 'c'] },
    { types: ['integer'], rows: [[7], [7]], result: 7 },
    { types: ['keyword'], rows: [[null]], result: null },
  ],
  doc: 'All values, each once, in the order in which they are met; `MV_SORT` sorts them.',
};
