import { numeric } from './numeric.ts';

export const acos = /* @__PURE__ */ numeric('ACOS', Math.acos, {
  examples: [
    { call: 'ACOS(1)', result: 0 },
    { call: 'ACOS(12.0)', result: null },
  ],
  outside: 'Acos input out of range',
  doc: 'The angle in radians that has a cosine.',
});
