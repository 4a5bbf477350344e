import { arithmetic } from './arithmetic.ts';

export const multiply = /* @__PURE__ */ arithmetic('multiply', ['factor', 'factor'], {
  of: (left, right) => left * right,
  exact: (left, right) => left * right,
  examples: [
    { call: 'multiply(6, 7)', result: 42 },
    { call: 'multiply(3, 0.5)', result: 1.5 },
    { call: 'multiply(-3, 0)', result: 0 },
    { call: 'multiply(null, null)', result: null },
  ],
  doc: 'The product of two numbers: `a * b`.',
});
