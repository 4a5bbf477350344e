import { mvExtreme } from './mv-extreme.ts';

export const mvMax = /* @__PURE__ */ mvExtreme('MV_MAX', 1, {
  examples: [
    { call: 'MV_MAX(["foo", "zoo", "bar"])', result: 'zoo' },
    { call: 'MV_MAX([3, 5, 1])', result: 5 },
    { call: 'MV_MAX(TO_IP(["10.0.0.1", "9.0.0.1"]))', result: '10.0.0.1' },
    { call: 'MV_MAX(null)', result: null },
  ],
  doc: 'The highest of several values.',
});
