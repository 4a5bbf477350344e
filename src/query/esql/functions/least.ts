import { extremeOf } from './extreme-of.ts';

export const least = /* @__PURE__ */ extremeOf('LEAST', -1, {
  examples: [
    { call: 'LEAST(10, 20, 5)', result: 5 },
    { call: 'LEAST("a", "B")', result: 'B' },
    { call: 'LEAST(TO_VERSION("1.10"), TO_VERSION("1.9"))', result: '1.9' },
    { call: 'LEAST([1, 30], 20)', result: 1 },
    { call: 'LEAST(null, 1)', result: null },
  ],
  doc: 'The lowest of several values, of lists as well; of texts the first by the alphabet. `null` if one of them is.',
});
