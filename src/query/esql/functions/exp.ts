import { numeric } from './numeric.ts';

export const exp = /* @__PURE__ */ numeric('EXP', Math.exp, {
  examples: [
    { call: 'EXP(0)', result: 1 },
    { call: 'EXP(1000)', result: null },
  ],
  doc: 'Euler’s number to the power of a number.',
});
