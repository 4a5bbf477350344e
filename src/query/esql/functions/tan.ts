import { numeric } from './numeric.ts';

export const tan = /* @__PURE__ */ numeric('TAN', Math.tan, {
  examples: [
    { call: 'TAN(0)', result: 0 },
    { call: 'TAN(1.8)', result: -4.286261674628062 },
  ],
  doc: 'The tangent of an angle in radians.',
});
