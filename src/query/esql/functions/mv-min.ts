import { mvExtreme } from './mv-extreme.ts';

export const mvMin = /* @__PURE__ */ mvExtreme('MV_MIN', -1, {
  examples: [
    { call: 'MV_MIN(["foo", "bar"])', result: 'bar' },
    { call: 'MV_MIN([3, 5, 1])', result: 1 },
    { call: 'MV_MIN(null)', result: null },
  ],
  doc: 'The lowest of several values.',
});
