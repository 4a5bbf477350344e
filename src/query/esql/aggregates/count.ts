import type { EsqlAggregate } from '../aggregate.ts';
import { listOf } from '../order.ts';

export const count: EsqlAggregate = {
  name: 'COUNT',
  parameters: [{ name: 'field', accepts: ['any'], optional: true }],
  result: () => 'long',
  moves: 'up',
  at: ({ types }) => {
    let counted = 0;
    return {
      add: ([value = null]) => {
        counted += types.length === 0 ? 1 : listOf(value).length;
      },
      result: () => counted,
    };
  },
  examples: [
    { rows: [[], []], result: 2 },
    { types: ['integer'], rows: [[1], [[2, 3]], [null]], result: 3 },
    { types: ['null'], rows: [[null]], result: 0 },
  ],
  doc: 'How many values there are: each of a list, and none of `null`. `COUNT(*)` and `COUNT()` count rows.',
};
