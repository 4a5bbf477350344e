import { wholeConversion } from './whole-conversion.ts';

export const toInteger = /* @__PURE__ */ wholeConversion('TO_INTEGER', ['TO_INT'], 'integer', {
  examples: [
    { call: 'TO_INTEGER("12")', result: 12 },
    { call: 'TO_INTEGER("12.7")', result: 13 },
    { call: 'TO_INTEGER(" 12.2 ")', result: 12 },
    { call: 'TO_INTEGER("twelve")', result: null },
    { call: 'TO_INTEGER(12.5)', result: 13 },
    { call: 'TO_INTEGER(-12.5)', result: -12 },
    { call: 'TO_INTEGER([5013792, 2147483647, 501379200000])', result: [5013792, 2147483647] },
    { call: 'TO_INTEGER(true)', result: 1 },
    { call: 'TO_INTEGER(TO_DATETIME("1970-01-01T00:00:01"))', result: 1000 },
    { call: 'TO_INTEGER(null)', result: null },
    { call: 'TO_INTEGER("ff", 16)', result: 255 },
    { call: 'TO_INTEGER("0xFF", 16)', result: 255 },
    { call: 'TO_INTEGER("-101", 2)', result: -5 },
    { call: 'TO_INTEGER("12", 2)', result: null },
    { call: 'TO_INTEGER("1", 37)', result: null },
  ],
  doc: 'A value as a whole number of 32 bits; fractions are rounded, half of one up. Booleans are 1 and 0, dates the milliseconds since 1970. What is no such number is left out. A text may be in another base than 10, which is then told.',
});
