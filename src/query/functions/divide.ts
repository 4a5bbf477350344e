import { arithmetic } from './arithmetic.ts';

export const divide = /* @__PURE__ */ arithmetic('divide', ['dividend', 'divisor'], {
  of: (left, right) => (right === 0 ? undefined : left / right),
  exact: (left, right) => left / right,
  examples: [
    { call: 'divide(42, 6)', result: 7 },
    { call: 'divide(7, 2)', result: 3 },
    { call: 'divide(-7, 2)', result: -3 },
    { call: 'divide(7, 2.0)', result: 3.5 },
    { call: 'divide(1, 0)', result: null },
    { call: 'divide(1, null)', result: null },
  ],
  doc: 'The quotient of two numbers: `a / b`. Of two whole numbers the fraction is dropped; make one of them a floating point number (`2.0`) to keep it. Division by zero gives `null`.',
});
