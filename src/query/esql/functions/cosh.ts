import { numeric } from './numeric.ts';

export const cosh = /* @__PURE__ */ numeric('COSH', Math.cosh, {
  examples: [
    { call: 'COSH(0)', result: 1 },
    { call: 'COSH(1000)', result: null },
  ],
  outside: 'cosh overflow',
  doc: 'The hyperbolic cosine of a number.',
});
