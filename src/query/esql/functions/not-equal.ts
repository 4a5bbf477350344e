import { comparison } from './comparison.ts';

export const notEqual = /* @__PURE__ */ comparison('!=', 'equality', (order) => order !== 0, {
  examples: [
    { call: '1 != 2', result: true },
    { call: '"a" != "a"', result: false },
    { call: '[1, 2] != 3', result: null },
    { call: 'null != 1', result: null },
  ],
  doc: 'Whether two values differ. Unknown (`null`) if one of them is `null` or has several values.',
});
