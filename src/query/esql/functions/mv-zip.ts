import { oneOf } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { listOf, valueOfList } from '../order.ts';

export const mvZip: EsqlFunction = {
  name: 'MV_ZIP',
  parameters: [
    { name: 'string1', accepts: ['string'] },
    { name: 'string2', accepts: ['string'] },
    { name: 'delim', accepts: ['string'], optional: true },
  ],
  result: () => 'keyword',
  at:
    ({ warn }) =>
    (left = null, right = null, between = ',') => {
      const delimiter = oneOf(between, warn);
      if (delimiter === null) return null;
      const [ones, others] = [listOf(left), listOf(right)];
      const length = Math.max(ones.length, others.length);
      return valueOfList(
        Array.from({ length }, (_, index) => {
          const [one, other] = [ones[index], others[index]];
          return one === undefined || other === undefined
            ? (one ?? other ?? '')
            : `${one}${delimiter}${other}`;
        }),
      );
    },
  examples: [
    { call: 'MV_ZIP(["x", "y", "z"], ["1", "2"], "-")', result: ['x-1', 'y-2', 'z'] },
    { call: 'MV_ZIP("a", "b")', result: 'a,b' },
    { call: 'MV_ZIP("a", null)', result: 'a' },
    { call: 'MV_ZIP(null, null)', result: null },
  ],
  doc: 'The values of two values in pairs, each joined by a delimiter, a comma if none is given. What has no partner stays alone.',
};
