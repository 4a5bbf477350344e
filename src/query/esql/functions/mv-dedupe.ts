import { all } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { valueOfList } from '../order.ts';
import { first } from '../types.ts';
import type { Scalar } from '../value.ts';

export const mvDedupe: EsqlFunction = {
  name: 'MV_DEDUPE',
  parameters: [{ name: 'field', accepts: ['any'] }],
  result: first,
  at: (site) => all(site, (values: readonly Scalar[]) => valueOfList([...new Set(values)])),
  examples: [
    { call: 'MV_DEDUPE(["foo", "foo", "bar", "foo"])', result: ['foo', 'bar'] },
    { call: 'MV_DEDUPE([1, 1])', result: 1 },
    { call: 'MV_DEDUPE(null)', result: null },
  ],
  doc: 'Several values, each once, in the order in which they are first met.',
};
