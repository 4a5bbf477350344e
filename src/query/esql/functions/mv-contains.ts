import type { EsqlFunction } from '../function.ts';
import { listOf } from '../order.ts';
import { comparable } from './comparison.ts';

export const mvContains: EsqlFunction = {
  name: 'MV_CONTAINS',
  aliases: ['MV_CONTAINS_ALL'],
  parameters: [
    { name: 'superset', accepts: ['any'] },
    { name: 'subset', accepts: ['any'] },
  ],
  result: comparable,
  at:
    () =>
    (superset = null, subset = null) => {
      const values = new Set(listOf(superset));
      return listOf(subset).every((value) => values.has(value));
    },
  examples: [
    { call: 'MV_CONTAINS(["a", "b", "c"], ["c", "a"])', result: true },
    { call: 'MV_CONTAINS("a", ["a", "b"])', result: false },
    { call: 'MV_CONTAINS(["a", "b"], "b")', result: true },
    { call: 'MV_CONTAINS(null, "a")', result: false },
    { call: 'MV_CONTAINS("a", null)', result: true },
    { call: 'MV_CONTAINS(null, null)', result: true },
  ],
  doc: 'Whether all values of one value are among those of another. Where there are none to look for, they are.',
};
