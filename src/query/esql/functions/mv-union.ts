import type { EsqlFunction } from '../function.ts';
import { listOf, valueOfList } from '../order.ts';
import { common } from '../types.ts';
import { converter } from '../widen.ts';

export const mvUnion: EsqlFunction = {
  name: 'MV_UNION',
  parameters: [
    { name: 'field1', accepts: ['any'] },
    { name: 'field2', accepts: ['any'] },
  ],
  result: common,
  at: ({ type, types: [one = 'null', other = 'null'] }) => {
    const [first, second] = [converter(one, type), converter(other, type)];
    return (left = null, right = null) => {
      const [of, others] = [new Set(listOf(first(left))), new Set(listOf(second(right)))];
      return valueOfList([...of.union(others)]);
    };
  },
  examples: [
    { call: 'MV_UNION([1, 2, 1], [2, 3])', result: [1, 2, 3] },
    { call: 'MV_UNION(null, [2, 3])', result: [2, 3] },
    { call: 'MV_UNION(null, null)', result: null },
  ],
  doc: 'The values of two values, each once.',
};
