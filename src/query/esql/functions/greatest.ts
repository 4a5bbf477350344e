import { extremeOf } from './extreme-of.ts';

export const greatest = /* @__PURE__ */ extremeOf('GREATEST', 1, {
  examples: [
    { call: 'GREATEST(10, 20, 15)', result: 20 },
    { call: 'GREATEST(1, 2.5)', result: 2.5 },
    { call: 'GREATEST("a", "B")', result: 'a' },
    { call: 'GREATEST(false, true)', result: true },
    { call: 'GREATEST([1, 30], 20)', result: 30 },
    { call: 'GREATEST(1, null)', result: null },
  ],
  doc: 'The highest of several values, of lists as well; of texts the last by the alphabet. `null` if one of them is.',
});
