import { single } from '../call.ts';
import { parseIso } from '../date/iso.ts';
import { dateParser } from '../date/parse.ts';
import { DatePatternError, noPattern, notDate } from '../date/pattern.ts';
import { type CallSite, EsqlConstantError, type EsqlFunction } from '../function.ts';

const isoName = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'";

export const dateParse: EsqlFunction = {
  name: 'DATE_PARSE',
  parameters: [
    { name: 'datePattern', accepts: ['string'] },
    { name: 'dateString', accepts: ['string'], optional: true },
  ],
  result: () => 'date',
  at: (site) => {
    const read = (
      text: string,
      parse: (text: string) => number | undefined,
      pattern: string,
    ): null | number => {
      const at = parse(text);
      if (at !== undefined) return at;
      site.warn(`failed to parse date field [${text}] with format [${pattern}]`, notDate);
      return null;
    };
    if (site.types.length === 1) return single(site, (text: string) => read(text, parseIso, isoName));
    const known = compileConstant(site);
    return single(site, (pattern: string, text: string) => {
      try {
        return read(text, known ?? dateParser(pattern), pattern);
      } catch (error) {
        if (!(error instanceof DatePatternError)) throw error;
        site.warn(error.message, noPattern);
        return null;
      }
    });
  },
  examples: [
    { call: 'DATE_PARSE("2023-02-01T12:15:55.000Z")', result: '2023-02-01T12:15:55.000Z' },
    {
      call: 'DATE_PARSE("yyyy-MM-dd HH:mm:ss", "2023-02-01 12:15:55")',
      result: '2023-02-01T12:15:55.000Z',
    },
    { call: 'DATE_PARSE("yyyy-MM", "2023-02")', result: '2023-02-01T00:00:00.000Z' },
    { call: 'DATE_PARSE("yyyy-MM", "2023-02-01")', result: null },
    { call: 'DATE_PARSE("yyyyMMdd", "20230201")', result: '2023-02-01T00:00:00.000Z' },
    { call: 'DATE_PARSE("d MMM yyyy h:mm a", "1 Feb 2023 1:05 PM")', result: '2023-02-01T13:05:00.000Z' },
    {
      call: 'DATE_PARSE("yyyy-MM-dd\'T\'HH:mm:ssXXX", "2023-02-01T10:00:00+02:00")',
      result: '2023-02-01T08:00:00.000Z',
    },
    { call: 'DATE_PARSE("HH:mm", "10:20")', result: '1970-01-01T10:20:00.000Z' },
    { call: 'DATE_PARSE("d", "24")', result: null },
    { call: 'DATE_PARSE("h:mm", "3:04")', result: null },
    { call: 'DATE_PARSE("yyyy-MM-dd||epoch_millis", "60000")', result: '1970-01-01T00:01:00.000Z' },
    { call: 'DATE_PARSE("epoch_second", "60")', result: '1970-01-01T00:01:00.000Z' },
    { call: 'DATE_PARSE("yyyy-MM-dd", "2023-02-30")', result: null },
    { call: 'DATE_PARSE(null, "2023-02-01")', result: null },
    { call: 'DATE_PARSE("yyyy", null)', result: null },
  ],
  doc: 'A text as a date, by a pattern in the letters of Java’s `DateTimeFormatter`, in English; without one in ISO 8601. What the pattern does not say is the first of the year, month or day; it says a year, a month or a time of day. Of several patterns, between which `||` stands, the first that fits is read.',
};

function compileConstant({
  constants: [pattern],
}: CallSite): ((text: string) => number | undefined) | undefined {
  if (typeof pattern !== 'string') return undefined;
  try {
    return dateParser(pattern);
  } catch (error) {
    const hint = 'see Java’s DateTimeFormatter: `yyyy-MM-dd HH:mm:ss`';
    if (error instanceof DatePatternError) throw new EsqlConstantError(0, error.message, hint);
    throw error;
  }
}
