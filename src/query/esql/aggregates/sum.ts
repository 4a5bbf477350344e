import type { EsqlAggregate } from '../aggregate.ts';
import { finite, fitted } from '../long.ts';
import { listOf } from '../order.ts';
import { Total } from '../total.ts';

export const sum: EsqlAggregate = {
  name: 'SUM',
  parameters: [{ name: 'number', accepts: ['number'] }],
  result: ([type]) => (type === 'integer' || type === 'long' ? 'long' : 'double'),
  moves: 'any',
  at: ({ type, constants, warn }) => {
    // Of a constant Elasticsearch counts the rows: the sum of none is 0.
    const empty = constants[0] === undefined || constants[0] === null ? null : 0;
    const total = new Total(type === 'double');
    return {
      add: ([value = null]) => {
        for (const each of listOf(value)) total.add(each as number);
      },
      result: () => {
        if (total.count === 0) return empty;
        return type === 'double'
          ? finite(Number(total.value), warn)
          : fitted(total.value, 'long', warn, total.isUnsigned);
      },
    };
  },
  examples: [
    { types: ['integer'], rows: [[1], [[2, 3]], [null]], result: 6 },
    { types: ['double'], rows: [[0.1], [0.2], [0.3]], result: 0.6 },
    { types: ['integer'], rows: [[2147483647], [2147483647]], result: 4294967294 },
    { types: ['long'], rows: [[9223372036854775807n], [1]], result: null },
    { types: ['long'], rows: [[9223372036854775807n], [1], [-2]], result: 9223372036854775806n },
    { types: ['integer'], rows: [[null]], result: null },
  ],
  doc: 'The sum of all values, `null` of none. Whole numbers add up to a long; what does not fit one is `null`.',
};
