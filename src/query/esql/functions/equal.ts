import { comparison } from './comparison.ts';

export const equal = /* @__PURE__ */ comparison('==', 'equality', (order) => order === 0, {
  examples: [
    { call: '1 == 1.0', result: true },
    { call: '"a" == "A"', result: false },
    { call: 'true == false', result: false },
    { call: 'TO_IP("::ffff:10.0.0.1") == TO_IP("10.0.0.1")', result: true },
    { call: '9223372036854775807 == 9223372036854775806', result: false },
    { call: '[1, 2] == 1', result: null },
    { call: 'null == 1', result: null },
  ],
  doc: 'Whether two values are equal. Unknown (`null`) if one of them is `null` or has several values.',
});
