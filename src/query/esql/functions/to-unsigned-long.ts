import { each } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { toLong, type Whole } from '../long.ts';
import { notNumber, outOfRange } from '../parse-number.ts';

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

export const toUnsignedLong: EsqlFunction = {
  name: 'TO_UNSIGNED_LONG',
  aliases: ['TO_ULONG', 'TO_UL'],
  parameters: [{ name: 'field', accepts: ['boolean', 'number', 'string', 'date'] }],
  result: () => 'long',
  at: (site) => {
    const { warn } = site;
    return each(site, (value: boolean | string | Whole) => {
      if (typeof value === 'boolean') return Number(value);
      if (typeof value === 'string' && !decimal.test(value)) {
        warn(`Cannot parse number [${value}]`, notNumber);
        return null;
      }
      const whole = wholeOf(value);
      return (
        (whole === undefined ? undefined : toLong(whole, true)) ?? outOfRange(value, 'unsigned_long', warn)
      );
    });
  },
  examples: [
    { call: 'TO_UNSIGNED_LONG("18446744073709551615")', result: 18446744073709551615n },
    { call: 'TO_UNSIGNED_LONG("18446744073709551616")', result: null },
    { call: 'TO_UNSIGNED_LONG("2147483648.7")', result: 2147483648 },
    { call: 'TO_UNSIGNED_LONG("foo")', result: null },
    { call: 'TO_UNSIGNED_LONG(" 1")', result: null },
    { call: 'TO_UNSIGNED_LONG(-1)', result: null },
    { call: 'TO_UNSIGNED_LONG(9223372036854775808)', result: 9223372036854775808n },
    { call: 'TO_UNSIGNED_LONG(18446744073709551615)', result: 18446744073709551615n },
    { call: 'TO_UNSIGNED_LONG("18446744073709551615.9")', result: 18446744073709551615n },
    { call: 'TO_UNSIGNED_LONG(9.5)', result: 9 },
    { call: 'TO_UNSIGNED_LONG(1.0E30)', result: null },
    { call: 'TO_UNSIGNED_LONG(true)', result: 1 },
    { call: 'TO_UNSIGNED_LONG(TO_DATETIME("2024-01-01"))', result: 1704067200000 },
    { call: 'TO_UNSIGNED_LONG(null)', result: null },
  ],
  doc: 'A value as a whole number of 64 bits without a sign; fractions are dropped. Its type is `long`, which holds such numbers as well. Booleans are 1 and 0, dates the milliseconds since 1970. What is no such number is left out.',
};

/** Without the fraction; of a text the sign may go with it. */
function wholeOf(value: string | Whole): Whole | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number')
    return value < 0 || !Number.isFinite(value) ? undefined : Math.trunc(value) + 0;
  const [, digits] = /^\+?(\d{1,20})(?:\.\d*)?$/.exec(value.trim()) ?? [];
  if (digits !== undefined) return BigInt(digits);
  const number = Math.trunc(Number(value)) + 0;
  return Number.isFinite(number) ? number : undefined;
}
