import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import type { Whole } from '../long.ts';

export const log: EsqlFunction = {
  name: 'LOG',
  parameters: [
    { name: 'base', accepts: ['number'] },
    { name: 'number', accepts: ['number'], optional: true },
  ],
  result: () => 'double',
  at: (site) =>
    single(site, (first: Whole, second?: Whole) => {
      const [base, value] = second === undefined ? [Math.E, Number(first)] : [Number(first), Number(second)];
      if (value <= 0 || base <= 0) site.warn('Log of non-positive number');
      else if (base === 1) site.warn('/ by zero');
      else if (second === undefined) return Math.log(value);
      // The logarithms that JavaScript has are exact where a quotient is not.
      else
        return base === 2
          ? Math.log2(value)
          : base === 10
            ? Math.log10(value)
            : Math.log(value) / Math.log(base);
      return null;
    }),
  examples: [
    { call: 'LOG(2.0, 8.0)', result: 3 },
    { call: 'LOG(10, 1000)', result: 3 },
    { call: 'LOG(100)', result: 4.605170185988092 },
    { call: 'LOG(1, 2)', result: null },
    { call: 'LOG(0)', result: null },
    { call: 'LOG(-1, 2)', result: null },
  ],
  doc: 'The logarithm of a number to a base, the natural one without a base. Of what is not above zero it is `null`.',
};
