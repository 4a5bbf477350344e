import { all } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { first } from '../types.ts';
import type { Scalar } from '../value.ts';

export const mvFirst: EsqlFunction = {
  name: 'MV_FIRST',
  parameters: [{ name: 'field', accepts: ['any'] }],
  result: first,
  at: (site) => all(site, (values: readonly Scalar[]) => values.at(0) ?? null),
  examples: [
    { call: 'MV_FIRST([3, 1, 2])', result: 3 },
    { call: 'MV_FIRST("a")', result: 'a' },
    { call: 'MV_FIRST(null)', result: null },
  ],
  doc: 'The first of several values. The values of a keyword field are sorted.',
};
