import { parseDouble } from '../parse-number.ts';
import { conversion } from './conversion.ts';

export const toDouble = /* @__PURE__ */ conversion(
  'TO_DOUBLE',
  ['TO_DBL'],
  ['boolean', 'number', 'string', 'date'],
  'double',
  (value: bigint | boolean | number | string, _from, warn) =>
    typeof value === 'string' ? parseDouble(value, warn) : Number(value),
  {
    examples: [
      { call: 'TO_DOUBLE("5.20128E11")', result: 520128000000 },
      { call: 'TO_DOUBLE(5)', result: 5 },
      { call: 'TO_DOUBLE("foo")', result: null },
      { call: 'TO_DOUBLE(["1", "x", "2.5"])', result: [1, 2.5] },
      { call: 'TO_DOUBLE(true)', result: 1 },
      { call: 'TO_DOUBLE(9007199254740993)', result: 9007199254740992 },
      { call: 'TO_DOUBLE(null)', result: null },
    ],
    doc: 'A value as a floating point number. Booleans are 1 and 0, dates the milliseconds since 1970. What is no number is left out.',
  },
);
