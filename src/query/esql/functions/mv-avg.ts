import { all } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { finite, type Whole } from '../long.ts';
import { Total } from '../total.ts';

export const mvAvg: EsqlFunction = {
  name: 'MV_AVG',
  parameters: [{ name: 'number', accepts: ['number'] }],
  result: () => 'double',
  at: (site) =>
    all(site, (values: readonly Whole[]) => {
      const total = new Total(site.types[0] === 'double');
      for (const value of values) total.add(value);
      return finite(Number(total.value) / total.count, site.warn);
    }),
  examples: [
    { call: 'MV_AVG([3, 5, 1, 6])', result: 3.75 },
    { call: 'MV_AVG([0.5, 1.5])', result: 1 },
    { call: 'MV_AVG(7)', result: 7 },
    { call: 'MV_AVG(null)', result: null },
  ],
  doc: 'The average of several numbers, as a double.',
};
