import { single } from '../call.ts';
import { dateFormat } from '../date/format.ts';
import { isoText } from '../date/iso.ts';
import { DatePatternError, noPattern } from '../date/pattern.ts';
import { type CallSite, EsqlConstantError, type EsqlFunction } from '../function.ts';

export const dateFormatFunction: EsqlFunction = {
  name: 'DATE_FORMAT',
  parameters: [
    { name: 'dateFormat', accepts: ['string', 'date'] },
    { name: 'date', accepts: ['date'], optional: true },
  ],
  result: ([first, second]) => {
    const isAlone = second === undefined;
    return isAlone
      ? first === 'date' || first === 'null'
        ? 'keyword'
        : undefined
      : first === 'date'
        ? undefined
        : 'keyword';
  },
  at: (site) => {
    if (site.types.length === 1) return single(site, isoText);
    const known = compileConstant(site);
    return single(site, (pattern: string, date: number) => {
      try {
        return (known ?? dateFormat(pattern))(date);
      } catch (error) {
        if (!(error instanceof DatePatternError)) throw error;
        site.warn(error.message, noPattern);
        return null;
      }
    });
  },
  examples: [
    { call: 'DATE_FORMAT(TO_DT("1985-02-18"))', result: '1985-02-18T00:00:00.000Z' },
    { call: 'DATE_FORMAT("yyyy-MM-dd", TO_DT("1985-02-18"))', result: '1985-02-18' },
    {
      call: 'DATE_FORMAT("EEE, d MMM yy h:mm a", TO_DT("2024-02-29T13:04:05"))',
      result: 'Thu, 29 Feb 24 1:04 PM',
    },
    {
      call: 'DATE_FORMAT("EEEE \'the\' D, MMMM QQQ", TO_DT("2024-02-29"))',
      result: 'Thursday the 60, February Q1',
    },
    { call: 'DATE_FORMAT("HH:mm:ss.SSSSSSX", TO_DT("2024-02-29T13:04:05.006"))', result: '13:04:05.006000Z' },
    { call: 'DATE_FORMAT("YYYY-\'W\'ww", TO_DT("2024-12-30"))', result: '2025-W01' },
    { call: 'DATE_FORMAT("YYYY-ww e W z", TO_DT("2021-01-03"))', result: '2021-02 1 2 Z' },
    { call: 'DATE_FORMAT("yyyy||epoch_millis", TO_DT("2024-02-29"))', result: '2024' },
    { call: 'DATE_FORMAT("epoch_second", TO_DT("1970-01-01T00:01:00"))', result: '60' },
    { call: 'DATE_FORMAT("yyyy", null)', result: null },
    { call: 'DATE_FORMAT(null, TO_DT("2024-02-29"))', result: null },
  ],
  doc: 'A date as text, by a pattern in the letters of Java’s `DateTimeFormatter`, in English and UTC; without one in ISO 8601. Weeks begin on Sunday, the first of a year with 1 January. Of several patterns, between which `||` stands, the first is written.',
};

function compileConstant({ constants: [pattern] }: CallSite): ((date: number) => string) | undefined {
  if (typeof pattern !== 'string') return undefined;
  try {
    return dateFormat(pattern);
  } catch (error) {
    const hint = 'see Java’s DateTimeFormatter: `yyyy-MM-dd HH:mm:ss`';
    if (error instanceof DatePatternError) throw new EsqlConstantError(0, error.message, hint);
    throw error;
  }
}
