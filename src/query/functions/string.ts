import { textOf } from '../text-of.ts';
import type { Type } from '../types.ts';
import type { QueryFunction } from './function.ts';

export const string: QueryFunction = {
  name: 'string',
  languages: ['eql'],
  parameters: [{ name: 'value', accepts: 'any' }],
  result: () => 'keyword',
  hasCaseInsensitive: false,
  nulls: 'propagate',
  evaluate: ([value = null], { types }) => textOf(value, types[0] as Type),
  examples: [
    { call: 'string(403)', result: '403' },
    { call: 'string(4.5)', result: '4.5' },
    { call: 'string(4.0)', result: '4.0' },
    { call: 'string(20000000.0)', result: '2.0E7' },
    { call: 'string(0.0001)', result: '1.0E-4' },
    { call: 'string(false)', result: 'false' },
    { call: 'string("a")', result: 'a' },
    { call: 'string(null)', result: null },
  ],
  doc: 'A value as text. Floating point numbers are written as Java writes them: with at least one decimal, from ten million on with an exponent.',
};
