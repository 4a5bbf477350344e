import { textOf } from '../text-of.ts';
import type { Type } from '../types.ts';
import type { QueryFunction } from './function.ts';

export const concat: QueryFunction = {
  name: 'concat',
  languages: ['eql'],
  parameters: [{ name: 'value', accepts: 'any', repeated: true }],
  result: () => 'keyword',
  hasCaseInsensitive: false,
  nulls: 'propagate',
  evaluate: (args, { types }) => args.map((arg, index) => textOf(arg, types[index] as Type)).join(''),
  examples: [
    { call: 'concat("pods", "/", "exec")', result: 'pods/exec' },
    { call: 'concat("code ", 403, " ", true, " ", 0.5)', result: 'code 403 true 0.5' },
    { call: 'concat(2.0)', result: '2.0' },
    { call: 'concat("a", null)', result: null },
  ],
  doc: 'The texts of all arguments, one after another.',
};
