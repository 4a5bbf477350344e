import { oneOf } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { comparable, orderBetween } from './comparison.ts';

export const isIn: EsqlFunction = {
  name: 'IN',
  parameters: [
    { name: 'value', accepts: ['any'] },
    { name: 'list', accepts: ['any'], repeated: true },
  ],
  result: comparable,
  at: ({ types, warn }) => {
    const order = orderBetween(types);
    return (value = null, ...list) => {
      const one = oneOf(value, warn);
      if (one === null) return null;
      let unknown = false;
      for (const each of list) {
        const other = oneOf(each, warn);
        if (other === null) unknown = true;
        else if (other === one || order(one, other) === 0) return true;
      }
      return unknown ? null : false;
    };
  },
  examples: [
    { call: '1 IN (1, 2)', result: true },
    { call: '3 IN (1, 2.5)', result: false },
    { call: '"a" IN ("A", "b")', result: false },
    { call: '1 IN (1, null)', result: true },
    { call: '3 IN (1, null)', result: null },
    { call: 'null IN (1, 2)', result: null },
    { call: '[1, 2] IN (1, 2)', result: null },
  ],
  doc: 'Whether a value is one of a list. Unknown (`null`) if it is none of them, but one of them is unknown.',
};
