import type { EsqlFunction } from '../function.ts';
import { common } from '../types.ts';
import { converter } from '../widen.ts';

export const coalesce: EsqlFunction = {
  name: 'COALESCE',
  parameters: [{ name: 'first', accepts: ['any'], repeated: true }],
  result: common,
  at: ({ type, types }) => {
    const converters = types.map((each) => converter(each, type));
    return (...args) => {
      for (const [index, arg] of args.entries()) if (arg !== null) return converters[index]?.(arg) ?? null;
      return null;
    };
  },
  examples: [
    { call: 'COALESCE(null, "b", "c")', result: 'b' },
    { call: 'COALESCE(null, [1, 2])', result: [1, 2] },
    { call: 'COALESCE(null, 1, 2.5)', result: 1 },
    { call: 'COALESCE(null)', result: null },
    { call: 'COALESCE("", "b")', result: '' },
  ],
  doc: 'The first argument that is not `null`.',
};
