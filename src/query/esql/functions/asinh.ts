import { numeric } from './numeric.ts';

export const asinh = /* @__PURE__ */ numeric('ASINH', Math.asinh, {
  examples: [
    { call: 'ASINH(0)', result: 0 },
    { call: 'ASINH(1.0)', result: 0.881373587019543 },
  ],
  doc: 'The number that has a hyperbolic sine.',
});
