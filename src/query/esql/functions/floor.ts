import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { first } from '../types.ts';

export const floor: EsqlFunction = {
  name: 'FLOOR',
  parameters: [{ name: 'number', accepts: ['number'] }],
  result: first,
  at: (site) =>
    // A whole number is one already, and so are several: Elasticsearch hands the argument on.
    site.type === 'double' ? single(site, Math.floor) : (value = null) => value,
  examples: [
    { call: 'FLOOR(1.8)', result: 1 },
    { call: 'FLOOR(-1.8)', result: -2 },
    { call: 'FLOOR(7)', result: 7 },
    { call: 'FLOOR([7, 8])', result: [7, 8] },
  ],
  doc: 'A number rounded down to a whole one, of the same type.',
};
