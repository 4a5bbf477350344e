import { numeric } from './numeric.ts';

export const sqrt = /* @__PURE__ */ numeric('SQRT', Math.sqrt, {
  examples: [
    { call: 'SQRT(100.0)', result: 10 },
    { call: 'SQRT(2)', result: Math.SQRT2 },
    { call: 'SQRT(-1)', result: null },
    { call: 'SQRT(null)', result: null },
  ],
  outside: 'Square root of negative',
  doc: 'The square root of a number; of one below zero `null`.',
});
