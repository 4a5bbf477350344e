import { numeric } from './numeric.ts';

export const atan = /* @__PURE__ */ numeric('ATAN', Math.atan, {
  examples: [
    { call: 'ATAN(0)', result: 0 },
    { call: 'ATAN(12.9)', result: 1.4934316673669235 },
  ],
  doc: 'The angle in radians that has a tangent.',
});
