import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { first } from '../types.ts';

export const ceil: EsqlFunction = {
  name: 'CEIL',
  parameters: [{ name: 'number', accepts: ['number'] }],
  result: first,
  at: (site) =>
    // A whole number is one already, and so are several: Elasticsearch hands the argument on.
    site.type === 'double' ? single(site, Math.ceil) : (value = null) => value,
  examples: [
    { call: 'CEIL(1.8)', result: 2 },
    { call: 'CEIL(-1.8)', result: -1 },
    { call: 'CEIL(7)', result: 7 },
    { call: 'CEIL([7, 8])', result: [7, 8] },
    { call: 'CEIL([1.8, 2.8])', result: null },
    { call: 'CEIL(null)', result: null },
  ],
  doc: 'A number rounded up to a whole one, of the same type.',
};
