import { doubleText } from '../../text-of.ts';
import { isoText } from '../date/iso.ts';
import { conversion } from './conversion.ts';

export const toText = /* @__PURE__ */ conversion(
  'TO_STRING',
  ['TO_STR'],
  ['boolean', 'number', 'string', 'date', 'ip', 'version'],
  'keyword',
  (value: number, from) =>
    from === 'double' ? doubleText(value) : from === 'date' ? isoText(value) : String(value),
  {
    examples: [
      { call: 'TO_STRING(10)', result: '10' },
      { call: 'TO_STRING(10.0)', result: '10.0' },
      { call: 'TO_STRING(12345678.9)', result: '1.23456789E7' },
      { call: 'TO_STRING(true)', result: 'true' },
      { call: 'TO_STRING(9223372036854775807)', result: '9223372036854775807' },
      { call: 'TO_STRING([10, 9, 8])', result: ['10', '9', '8'] },
      { call: 'TO_STRING(TO_DATETIME("1986-06-26"))', result: '1986-06-26T00:00:00.000Z' },
      { call: 'TO_STRING(TO_IP("1.1.1.1"))', result: '1.1.1.1' },
      { call: 'TO_STRING(null)', result: null },
    ],
    doc: 'A value as text. Doubles are written as Java writes them: with at least one decimal, from ten million on with an exponent. Dates are in ISO 8601.',
  },
);
