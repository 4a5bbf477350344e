import { numeric } from './numeric.ts';

export const signum = /* @__PURE__ */ numeric('SIGNUM', Math.sign, {
  examples: [
    { call: 'SIGNUM(100.0)', result: 1 },
    { call: 'SIGNUM(-3)', result: -1 },
    { call: 'SIGNUM(0)', result: 0 },
  ],
  doc: 'The sign of a number: -1, 0 or 1.',
});
