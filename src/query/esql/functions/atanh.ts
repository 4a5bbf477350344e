import { numeric } from './numeric.ts';

export const atanh = /* @__PURE__ */ numeric('ATANH', Math.atanh, {
  examples: [
    { call: 'ATANH(0)', result: 0 },
    { call: 'ATANH(1)', result: null },
  ],
  outside: 'Atanh input out of range',
  doc: 'The number that has a hyperbolic tangent.',
});
