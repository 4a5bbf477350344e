/**
 * Patterns of dates, in the letters of Java's `DateTimeFormatter`, English and in UTC.
 * https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/time/format/DateTimeFormatter.html
 */

/** A letter, as often as it stands, or text between. */
export type DateToken = { readonly letter: string; readonly count: number } | { readonly text: string };

/** Letters that mean something here. */
const known = 'GuyMLdDQqEecaHhKkmsSAnNXxZzVOwYW';

/** So many parts may a pattern have: those that take one digit or two can be read in two ways each. */
const maxLetters = 12;

/** What is told of patterns that are none, and of texts that are no dates, without either. */
export const noPattern = 'no pattern of dates';
export const notDate = 'failed to parse date field';

/** A pattern of dates that is none. */
export class DatePatternError extends Error {}

/** The patterns of one in which `||` stands between several. */
export function alternativesOf(pattern: string): readonly string[] {
  return pattern.split('||').map((each) => each.trim());
}

/** Whether a pattern is a name of ISO 8601 with what it leaves out. */
export function isIso(pattern: string): boolean {
  return /^(?:(?:strict_)?date_optional_time(?:_nanos)?|iso8601)$/.test(pattern);
}

/** Names that stand for patterns. https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/mapping-date-format */
const named: Readonly<Record<string, string>> = {
  basic_date: 'uuuuMMdd',
  basic_date_time: "uuuuMMdd'T'HHmmss.SSSX",
  date: 'uuuu-MM-dd',
  date_time: "uuuu-MM-dd'T'HH:mm:ss.SSSXXX",
  date_time_no_millis: "uuuu-MM-dd'T'HH:mm:ssXXX",
  hour_minute: 'HH:mm',
  hour_minute_second: 'HH:mm:ss',
  strict_date: 'uuuu-MM-dd',
  strict_date_time: "uuuu-MM-dd'T'HH:mm:ss.SSSXXX",
  strict_date_time_no_millis: "uuuu-MM-dd'T'HH:mm:ssXXX",
  strict_year_month: 'uuuu-MM',
  strict_year_month_day: 'uuuu-MM-dd',
  year_month: 'uuuu-MM',
  year_month_day: 'uuuu-MM-dd',
};

/** @throws {DatePatternError} */
export function parseDatePattern(pattern: string): readonly DateToken[] {
  const text = Object.hasOwn(named, pattern) ? (named[pattern] as string) : pattern;
  if (text.length > 200) throw new DatePatternError('a pattern of dates has at most 200 characters');
  const tokens: DateToken[] = [];
  for (let at = 0; at < text.length; ) {
    const letter = text[at] as string;
    if (letter === "'") {
      const end = quoteEnd(text, at);
      const quoted = text.slice(at + 1, end).replaceAll("''", "'");
      tokens.push({ text: end === at + 1 ? "'" : quoted });
      at = end + 1;
    } else if (/[A-Za-z]/.test(letter)) {
      let end = at;
      while (text[end] === letter) end++;
      if (!known.includes(letter)) throw new DatePatternError(`Unknown pattern letter: ${letter}`);
      if (end - at > mostOf(letter)) throw new DatePatternError(`Too many pattern letters: ${letter}`);
      tokens.push({ letter, count: end - at });
      at = end;
    } else if ('[]{}#'.includes(letter)) {
      throw new DatePatternError(`Pattern includes reserved character: '${letter}'`);
    } else {
      tokens.push({ text: letter });
      at++;
    }
  }
  if (tokens.filter((token) => 'letter' in token).length > maxLetters) {
    throw new DatePatternError(`More than ${maxLetters} letters in a pattern`);
  }
  return tokens;
}

function mostOf(letter: string): number {
  if ('yuYSAnN'.includes(letter)) return 19;
  if ('MLEecQqGXxZ'.includes(letter)) return 5;
  if ('zOV'.includes(letter)) return 4;
  return letter === 'D' ? 3 : letter === 'a' || letter === 'W' ? 1 : 2;
}

function quoteEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] !== "'") continue;
    if (text[at + 1] !== "'" || at === start + 1) return at;
    at++;
  }
  throw new DatePatternError('Pattern ends with an incomplete string literal');
}

export const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** From Monday, as ISO 8601 counts. */
export const weekdays = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;
