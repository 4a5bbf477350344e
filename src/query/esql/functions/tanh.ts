import { numeric } from './numeric.ts';

export const tanh = /* @__PURE__ */ numeric('TANH', Math.tanh, {
  examples: [
    { call: 'TANH(0)', result: 0 },
    { call: 'TANH(1.8)', result: 0.9468060128462683 },
  ],
  doc: 'The hyperbolic tangent of a number.',
});
