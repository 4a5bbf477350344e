import type { EsqlFunction } from '../function.ts';
import { listOf, valueOfList } from '../order.ts';
import { common } from '../types.ts';
import { converter } from '../widen.ts';

export const mvIntersection: EsqlFunction = {
  name: 'MV_INTERSECTION',
  parameters: [
    { name: 'field1', accepts: ['any'] },
    { name: 'field2', accepts: ['any'] },
  ],
  result: common,
  at: ({ type, types: [one = 'null', other = 'null'] }) => {
    const [first, second] = [converter(one, type), converter(other, type)];
    return (left = null, right = null) => {
      const [of, others] = [new Set(listOf(first(left))), new Set(listOf(second(right)))];
      return valueOfList([...of.intersection(others)]);
    };
  },
  examples: [
    { call: 'MV_INTERSECTION([3, 1, 2, 1], [1, 3, 9])', result: [3, 1] },
    { call: 'MV_INTERSECTION(["a", "b"], "b")', result: 'b' },
    { call: 'MV_INTERSECTION([1, 2], 3)', result: null },
    { call: 'MV_INTERSECTION([1, 2], null)', result: null },
  ],
  doc: 'The values that two values have in common, each once.',
};
