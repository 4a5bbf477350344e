import { arithmetic } from './arithmetic.ts';

export const subtract = /* @__PURE__ */ arithmetic('subtract', ['minuend', 'subtrahend'], {
  of: (left, right) => left - right,
  exact: (left, right) => left - right,
  examples: [
    { call: 'subtract(42, 23)', result: 19 },
    { call: 'subtract(1, 0.25)', result: 0.75 },
    { call: 'subtract(-1, -3)', result: 2 },
    { call: 'subtract(null, 3)', result: null },
  ],
  doc: 'The difference of two numbers: `a - b`.',
});
