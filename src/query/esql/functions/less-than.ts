import { comparison } from './comparison.ts';

export const lessThan = /* @__PURE__ */ comparison('<', 'order', (order) => order < 0, {
  examples: [
    { call: '1 < 1.5', result: true },
    { call: '"a" < "B"', result: false },
    { call: 'TO_IP("9.0.0.0") < TO_IP("10.0.0.0")', result: true },
    { call: 'TO_VERSION("1.9") < TO_VERSION("1.10")', result: true },
    { call: 'null < 1', result: null },
  ],
  doc: 'Whether one value is below another: texts by their code points, addresses and versions as such.',
});
