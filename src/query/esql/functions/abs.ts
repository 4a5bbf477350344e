import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { fitted, needsNoSign, type Whole } from '../long.ts';
import { first } from '../types.ts';

export const abs: EsqlFunction = {
  name: 'ABS',
  parameters: [{ name: 'number', accepts: ['number'] }],
  result: first,
  at: (site) => {
    const { type, warn } = site;
    if (type === 'double') return single(site, (value: number) => Math.abs(value));
    return single(site, (value: Whole) => fitted(value < 0 ? -value : value, type, warn, needsNoSign(value)));
  },
  examples: [
    { call: 'ABS(-1.5)', result: 1.5 },
    { call: 'ABS(-7)', result: 7 },
    { call: 'ABS(-9223372036854775807)', result: 9223372036854775807n },
    { call: 'ABS(TO_INTEGER("-2147483648"))', result: null },
    { call: 'ABS(null)', result: null },
  ],
  doc: 'A number without its sign.',
};
