import { numeric } from './numeric.ts';

export const log10 = /* @__PURE__ */ numeric('LOG10', Math.log10, {
  examples: [
    { call: 'LOG10(1000.0)', result: 3 },
    { call: 'LOG10(0)', result: null },
  ],
  outside: 'Log of non-positive number',
  doc: 'The logarithm of a number to the base 10.',
});
