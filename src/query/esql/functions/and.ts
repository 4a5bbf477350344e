import { oneOf } from '../call.ts';
import type { EsqlFunction } from '../function.ts';

export const and: EsqlFunction = {
  name: 'AND',
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
        if (value === false) return false;
        unknown ||= value === null;
      }
      return unknown ? null : true;
    },
  examples: [
    { call: 'true AND true', result: true },
    { call: 'true AND false', result: false },
    { call: 'null AND false', result: false },
    { call: 'null AND true', result: null },
  ],
  doc: 'Whether all conditions are true. `false` if one is false, even where the other is unknown.',
};
