import { numeric } from './numeric.ts';

export const cos = /* @__PURE__ */ numeric('COS', Math.cos, {
  examples: [
    { call: 'COS(0)', result: 1 },
    { call: 'COS(1.8)', result: -0.2272020946930871 },
  ],
  doc: 'The cosine of an angle in radians.',
});
