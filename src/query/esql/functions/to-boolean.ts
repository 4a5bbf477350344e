import { conversion } from './conversion.ts';

export const toBoolean = /* @__PURE__ */ conversion(
  'TO_BOOLEAN',
  ['TO_BOOL'],
  ['boolean', 'number', 'string'],
  'boolean',
  (value: bigint | number | string) =>
    typeof value === 'string' ? value.toLowerCase() === 'true' : Number(value) !== 0,
  {
    examples: [
      { call: 'TO_BOOLEAN("TRUE")', result: true },
      { call: 'TO_BOOLEAN("yes")', result: false },
      { call: 'TO_BOOLEAN("")', result: false },
      { call: 'TO_BOOLEAN(0)', result: false },
      { call: 'TO_BOOLEAN(-0.5)', result: true },
      { call: 'TO_BOOLEAN(["true", "no"])', result: [true, false] },
      { call: 'TO_BOOLEAN(null)', result: null },
    ],
    doc: 'A value as a boolean: of texts only `true` is true, in either case; of numbers all but zero.',
  },
);
