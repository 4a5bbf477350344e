import type { EsqlFunction } from '../function.ts';
import { listOf } from '../order.ts';
import { common } from '../types.ts';
import { converter } from '../widen.ts';

export const mvAppend: EsqlFunction = {
  name: 'MV_APPEND',
  parameters: [
    { name: 'field1', accepts: ['any'] },
    { name: 'field2', accepts: ['any'] },
  ],
  result: common,
  at: ({ type, types: [one = 'null', other = 'null'] }) => {
    const [first, second] = [converter(one, type), converter(other, type)];
    return (left = null, right = null) =>
      left === null || right === null ? null : [...listOf(first(left)), ...listOf(second(right))];
  },
  examples: [
    { call: 'MV_APPEND(["a", "b"], "c")', result: ['a', 'b', 'c'] },
    { call: 'MV_APPEND(1, [1, 2])', result: [1, 1, 2] },
    { call: 'MV_APPEND(1, null)', result: null },
  ],
  doc: 'All values of two values, one behind the other. `null` if one of them is.',
};
