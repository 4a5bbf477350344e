import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { first } from '../types.ts';

export const ceil: EsqlFunction = {
  name: 'CEIL',
  parameters: [{ name: 'number', accepts: ['number'] }],
  result: first,
  at: (site) =>
    site.type === 'double' ? single(site, Math.ceil) : single(site, (value: bigint | number) => value),
  examples: [
    { call: 'CEIL(1.8)', result: 2 },
    { call: 'CEIL(-1.8)', result: -1 },
    { call: 'CEIL(7)', result: 7 },
    { call: 'CEIL(null)', result: null },
  ],
  doc: 'A number rounded up to a whole one, of the same type.',
};
