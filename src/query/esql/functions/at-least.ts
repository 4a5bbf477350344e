import { comparison } from './comparison.ts';

export const atLeast = /* @__PURE__ */ comparison('>=', 'order', (order) => order >= 0, {
  examples: [
    { call: '2 >= 2', result: true },
    { call: '1 >= 2', result: false },
    { call: 'TO_IP("::1") >= TO_IP("127.0.0.1")', result: false },
    { call: 'null >= null', result: null },
  ],
  doc: 'Whether one value is above another or equal to it.',
});
