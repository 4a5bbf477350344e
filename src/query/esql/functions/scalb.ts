import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { finite, maxInteger, minInteger, type Whole } from '../long.ts';

export const scalb: EsqlFunction = {
  name: 'SCALB',
  parameters: [
    { name: 'd', accepts: ['number'] },
    { name: 'scaleFactor', accepts: ['whole'] },
  ],
  result: () => 'double',
  at: (site) =>
    single(site, (value: Whole, factor: Whole) => {
      if (factor >= minInteger && factor <= maxInteger)
        return finite(scaled(Number(value), Number(factor)), site.warn);
      site.warn('integer overflow');
      return null;
    }),
  examples: [
    { call: 'SCALB(3.0, 10)', result: 3072 },
    { call: 'SCALB(8, -2)', result: 2 },
    { call: 'SCALB(1.0, 2000)', result: null },
    { call: 'SCALB(0.0, 2147483647)', result: 0 },
    { call: 'SCALB(1.0, -9223372036854775807)', result: null },
  ],
  doc: 'A number times two to the power of a whole number.',
};

/** In steps, because two to the power is no number of its own where the product is one. */
function scaled(value: number, factor: number): number {
  // The least number times two to this power is more than the greatest.
  let left = Math.max(-2200, Math.min(2200, factor));
  let product = value;
  while (left !== 0) {
    const step = Math.max(-1000, Math.min(1000, left));
    product *= 2 ** step;
    left -= step;
  }
  return product;
}
