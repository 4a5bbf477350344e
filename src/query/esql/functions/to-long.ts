import { parseWhole, rounded, within } from '../parse-number.ts';
import { conversion } from './conversion.ts';

export const toLong = /* @__PURE__ */ conversion(
  'TO_LONG',
  [],
  ['boolean', 'number', 'string', 'date'],
  'long',
  (value: bigint | boolean | number | string, from, warn) => {
    if (typeof value === 'string') return parseWhole(value, 'long', warn);
    if (typeof value === 'boolean') return Number(value);
    return from === 'double' ? rounded(Number(value), 'long', warn) : within(value, 'long', warn);
  },
  {
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
    ],
    doc: 'A value as a whole number of 64 bits; fractions are rounded, half of one up. Booleans are 1 and 0, dates the milliseconds since 1970. What is no such number is left out.',
  },
);
