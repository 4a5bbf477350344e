import type { EsqlFunction } from '../function.ts';
import { listOf, valueOfList } from '../order.ts';
import { common } from '../types.ts';
import { converter } from '../widen.ts';

export const mvDifference: EsqlFunction = {
  name: 'MV_DIFFERENCE',
  parameters: [
    { name: 'field1', accepts: ['any'] },
    { name: 'field2', accepts: ['any'] },
  ],
  result: common,
  at: ({ type, types: [one = 'null', other = 'null'] }) => {
    const [first, second] = [converter(one, type), converter(other, type)];
    return (left = null, right = null) => {
      if (right === null) return first(left);
      const [of, others] = [new Set(listOf(first(left))), new Set(listOf(second(right)))];
      return valueOfList([...of.difference(others)]);
    };
  },
  examples: [
    { call: 'MV_DIFFERENCE([1, 2, 1, 3], [2])', result: [1, 3] },
    { call: 'MV_DIFFERENCE([1, 2], null)', result: [1, 2] },
    { call: 'MV_DIFFERENCE(null, 1)', result: null },
  ],
  doc: 'The values of one value that another does not have, each once.',
};
