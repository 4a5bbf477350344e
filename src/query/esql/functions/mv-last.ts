import { all } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { first } from '../types.ts';
import type { Scalar } from '../value.ts';

export const mvLast: EsqlFunction = {
  name: 'MV_LAST',
  parameters: [{ name: 'field', accepts: ['any'] }],
  result: first,
  at: (site) => all(site, (values: readonly Scalar[]) => values.at(-1) ?? null),
  examples: [
    { call: 'MV_LAST([3, 1, 2])', result: 2 },
    { call: 'MV_LAST(SPLIT("a/b/c", "/"))', result: 'c' },
    { call: 'MV_LAST(null)', result: null },
  ],
  doc: 'The last of several values. The values of a keyword field are sorted.',
};
