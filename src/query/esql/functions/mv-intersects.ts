import type { EsqlFunction } from '../function.ts';
import { listOf } from '../order.ts';
import { comparable } from './comparison.ts';

export const mvIntersects: EsqlFunction = {
  name: 'MV_INTERSECTS',
  aliases: ['MV_CONTAINS_ANY'],
  parameters: [
    { name: 'field1', accepts: ['any'] },
    { name: 'field2', accepts: ['any'] },
  ],
  result: comparable,
  at:
    () =>
    (left = null, right = null) => {
      const values = new Set(listOf(left));
      return listOf(right).some((value) => values.has(value));
    },
  examples: [
    { call: 'MV_INTERSECTS(["a", "b"], ["b", "c"])', result: true },
    { call: 'MV_INTERSECTS(["a", "b"], "c")', result: false },
    { call: 'MV_INTERSECTS(null, "c")', result: false },
  ],
  doc: 'Whether two values have any value in common.',
};
