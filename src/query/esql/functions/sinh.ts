import { numeric } from './numeric.ts';

export const sinh = /* @__PURE__ */ numeric('SINH', Math.sinh, {
  examples: [
    { call: 'SINH(0)', result: 0 },
    { call: 'SINH(1000)', result: null },
  ],
  outside: 'sinh overflow',
  doc: 'The hyperbolic sine of a number.',
});
