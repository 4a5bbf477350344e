import { all } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import type { Scalar } from '../value.ts';

export const mvCount: EsqlFunction = {
  name: 'MV_COUNT',
  parameters: [{ name: 'field', accepts: ['any'] }],
  result: () => 'integer',
  at: (site) => all(site, (values: readonly Scalar[]) => values.length),
  examples: [
    { call: 'MV_COUNT(["foo", "zoo", "bar"])', result: 3 },
    { call: 'MV_COUNT("foo")', result: 1 },
    { call: 'MV_COUNT(null)', result: null },
  ],
  doc: 'How many values there are; `null` if none.',
};
