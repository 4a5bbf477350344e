import { comparison } from './comparison.ts';

export const atMost = /* @__PURE__ */ comparison('<=', 'order', (order) => order <= 0, {
  examples: [
    { call: '2 <= 2', result: true },
    { call: '3 <= 2', result: false },
    { call: '"a" <= "ab"', result: true },
    { call: '2 <= null', result: null },
  ],
  doc: 'Whether one value is below another or equal to it.',
});
