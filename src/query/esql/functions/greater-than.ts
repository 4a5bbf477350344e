import { comparison } from './comparison.ts';

export const greaterThan = /* @__PURE__ */ comparison('>', 'order', (order) => order > 0, {
  examples: [
    { call: '2 > 1', result: true },
    { call: '2 > 2', result: false },
    { call: 'TO_DATETIME("2024-01-02") > TO_DATETIME("2024-01-01")', result: true },
    { call: '[2, 3] > 1', result: null },
  ],
  doc: 'Whether one value is above another.',
});
