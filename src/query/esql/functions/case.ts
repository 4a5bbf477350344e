import { oneOf } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { common } from '../types.ts';
import { converter } from '../widen.ts';

export const caseOf: EsqlFunction = {
  name: 'CASE',
  parameters: [
    { name: 'condition', accepts: ['boolean'] },
    { name: 'trueValue', accepts: ['any'] },
    { name: 'more', accepts: ['any'], optional: true, repeated: true },
  ],
  result: (types) => {
    const isCondition = (index: number): boolean => index % 2 === 0 && index < types.length - 1;
    const conditions = types.filter((_, index) => isCondition(index));
    if (conditions.some((type) => type !== 'boolean' && type !== 'null')) return undefined;
    return common(types.filter((_, index) => !isCondition(index)));
  },
  at: ({ type, types, warn }) => {
    const converters = types.map((each) => converter(each, type));
    return (...args) => {
      let chosen = args.length % 2 === 1 ? args.length - 1 : -1;
      for (let index = 0; index + 1 < args.length; index += 2) {
        if (oneOf(args[index] ?? null, warn) !== true) continue;
        chosen = index + 1;
        break;
      }
      return chosen === -1 ? null : (converters[chosen]?.(args[chosen] ?? null) ?? null);
    };
  },
  examples: [
    { call: 'CASE(true, "a", "b")', result: 'a' },
    { call: 'CASE(false, "a", "b")', result: 'b' },
    { call: 'CASE(false, "a")', result: null },
    { call: 'CASE(null, "a", true, "b", "c")', result: 'b' },
    { call: 'CASE([true, false], "a", "b")', result: 'b' },
    { call: 'CASE(false, 1, 2.5)', result: 2.5 },
    { call: 'CASE(true, [1, 2], 3)', result: [1, 2] },
  ],
  doc: 'The value behind the first condition that is true; the last value if none is and it has no condition, otherwise `null`. A condition that is unknown, or has several values, is not true.',
};
