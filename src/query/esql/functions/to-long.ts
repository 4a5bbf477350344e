import { wholeConversion } from './whole-conversion.ts';

export const toLong = /* @__PURE__ */ wholeConversion('TO_LONG', [], 'long', {
  examples: [
    { call: 'TO_LONG("2147483648")', result: 2147483648 },
    { call: 'TO_LONG("2147483648.2")', result: 2147483648 },
    { call: 'TO_LONG("9223372036854775807")', result: 9223372036854775807n },
    { call: 'TO_LONG("9223372036854775808")', result: null },
    { call: 'TO_LONG("foo")', result: null },
    { call: 'TO_LONG(1.0E30)', result: null },
    { call: 'TO_LONG(false)', result: 0 },
    { call: 'TO_LONG(TO_DATETIME("2024-01-01"))', result: 1704067200000 },
    { call: 'TO_LONG(null)', result: null },
    { call: 'TO_LONG("ff", 16)', result: 255 },
    { call: 'TO_LONG("0xFF", 16)', result: 255 },
    { call: 'TO_LONG("-101", 2)', result: -5 },
    { call: 'TO_LONG("12", 2)', result: null },
    { call: 'TO_LONG("1", 37)', result: null },
  ],
  doc: 'A value as a whole number of 64 bits; fractions are rounded, half of one up. Booleans are 1 and 0, dates the milliseconds since 1970. What is no such number is left out. A text may be in another base than 10, which is then told.',
});
