import { numeric } from './numeric.ts';

export const asin = /* @__PURE__ */ numeric('ASIN', Math.asin, {
  examples: [
    { call: 'ASIN(1)', result: 1.5707963267948966 },
    { call: 'ASIN(12.0)', result: null },
  ],
  outside: 'Asin input out of range',
  doc: 'The angle in radians that has a sine.',
});
