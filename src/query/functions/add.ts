import { arithmetic } from './arithmetic.ts';

export const add = /* @__PURE__ */ arithmetic('add', ['addend', 'addend'], {
  of: (left, right) => left + right,
  exact: (left, right) => left + right,
  examples: [
    { call: 'add(19, 23)', result: 42 },
    { call: 'add(1, 0.5)', result: 1.5 },
    { call: 'add(-7, 7)', result: 0 },
    { call: 'add(1, null)', result: null },
  ],
  doc: 'The sum of two numbers: `a + b`.',
});
