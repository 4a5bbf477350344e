import { numeric } from './numeric.ts';

export const sin = /* @__PURE__ */ numeric('SIN', Math.sin, {
  examples: [
    { call: 'SIN(0)', result: 0 },
    { call: 'SIN(1.8)', result: 0.9738476308781951 },
  ],
  doc: 'The sine of an angle in radians.',
});
