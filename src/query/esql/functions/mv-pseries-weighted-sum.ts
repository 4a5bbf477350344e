import { all } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { finite, type Whole } from '../long.ts';
import { sumOf } from '../sum.ts';

export const mvPseriesWeightedSum: EsqlFunction = {
  name: 'MV_PSERIES_WEIGHTED_SUM',
  parameters: [
    { name: 'number', accepts: ['double'] },
    { name: 'p', accepts: ['number'] },
  ],
  result: () => 'double',
  at: (site) =>
    all(site, (values: readonly number[], p: Whole) =>
      finite(sumOf(values.map((value, index) => value / (index + 1) ** Number(p))), site.warn),
    ),
  examples: [
    { call: 'ROUND(MV_PSERIES_WEIGHTED_SUM([70.0, 45.0, 21.0, 21.0, 21.0], 1.5), 4)', result: 94.4547 },
    { call: 'MV_PSERIES_WEIGHTED_SUM(7.0, 2)', result: 7 },
    { call: 'MV_PSERIES_WEIGHTED_SUM(null, 2)', result: null },
  ],
  doc: 'The sum of several numbers, each divided by a power of its place: the first by 1, the second by 2 to the power of p, and so on.',
};
