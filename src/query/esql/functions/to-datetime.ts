import { instant } from '../date/instant.ts';
import { parseIso } from '../date/iso.ts';
import { notDate } from '../date/pattern.ts';
import { conversion } from './conversion.ts';

export const toDatetime = /* @__PURE__ */ conversion(
  'TO_DATETIME',
  ['TO_DT'],
  ['date', 'number', 'string'],
  'date',
  (value: bigint | number | string, _from, warn) => {
    if (typeof value !== 'string')
      return instant(typeof value === 'bigint' ? value : Math.round(value), warn);
    const at = parseIso(value);
    if (at !== undefined) return at;
    warn(`failed to parse date field [${value}] with format [yyyy-MM-dd'T'HH:mm:ss.SSS'Z']`, notDate);
    return null;
  },
  {
    examples: [
      { call: 'TO_DATETIME("1953-09-02T00:00:00.000Z")', result: '1953-09-02T00:00:00.000Z' },
      { call: 'TO_DATETIME("2024-12-31T23:59:59.999")', result: '2024-12-31T23:59:59.999Z' },
      { call: 'TO_DATETIME("2024-03")', result: '2024-03-01T00:00:00.000Z' },
      { call: 'TO_DATETIME("2024-03-01T10:00+02:00")', result: '2024-03-01T08:00:00.000Z' },
      { call: 'TO_DATETIME("2024-02-30")', result: null },
      { call: 'TO_DATETIME("1964-06-02 00:00:00")', result: null },
      {
        call: 'TO_DATETIME([501379200, 520128000])',
        result: ['1970-01-06T19:16:19.200Z', '1970-01-07T00:28:48.000Z'],
      },
      { call: 'TO_DATETIME(9223372036854775807)', result: null },
      { call: 'TO_DATETIME(null)', result: null },
    ],
    doc: 'A text in ISO 8601, or the milliseconds since 1970, as a date. What is none is left out.',
  },
);
