import { numeric } from './numeric.ts';

export const cbrt = /* @__PURE__ */ numeric('CBRT', Math.cbrt, {
  examples: [
    { call: 'CBRT(1000)', result: 10 },
    { call: 'CBRT(-8.0)', result: -2 },
  ],
  doc: 'The cube root of a number.',
});
