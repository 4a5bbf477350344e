import { numeric } from './numeric.ts';

export const acosh = /* @__PURE__ */ numeric('ACOSH', Math.acosh, {
  examples: [
    { call: 'ACOSH(1)', result: 0 },
    { call: 'ACOSH(0.5)', result: null },
  ],
  outside: 'Acosh input out of range',
  doc: 'The number that has a hyperbolic cosine.',
});
