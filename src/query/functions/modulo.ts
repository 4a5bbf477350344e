import { arithmetic } from './arithmetic.ts';

export const modulo = /* @__PURE__ */ arithmetic('modulo', ['dividend', 'divisor'], {
  of: (left, right) => (right === 0 ? undefined : left % right),
  exact: (left, right) => left % right,
  examples: [
    { call: 'modulo(23, 7)', result: 2 },
    { call: 'modulo(-23, 7)', result: -2 },
    { call: 'modulo(23, -7)', result: 2 },
    { call: 'modulo(5, 0.5)', result: 0 },
    { call: 'modulo(23, 0)', result: null },
    { call: 'modulo(null, 7)', result: null },
  ],
  doc: 'What is left over by a division: `a % b`. It has the sign of the dividend. Division by zero gives `null`.',
});
