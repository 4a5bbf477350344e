import { oneOf } from '../call.ts';
import type { EsqlFunction } from '../function.ts';

export const or: EsqlFunction = {
  name: 'OR',
  parameters: [
    { name: 'left', accepts: ['boolean'] },
    { name: 'right', accepts: ['boolean'], repeated: true },
  ],
  result: () => 'boolean',
  at:
    ({ warn }) =>
    (...args) => {
      let unknown = false;
      for (const arg of args) {
        const value = oneOf(arg, warn);
        if (value === true) return true;
        unknown ||= value === null;
      }
      return unknown ? null : false;
    },
  examples: [
    { call: 'false OR true', result: true },
    { call: 'false OR false', result: false },
    { call: 'null OR true', result: true },
    { call: 'null OR false', result: null },
  ],
  doc: 'Whether one condition is true. `true` if one is, even where the other is unknown.',
};
