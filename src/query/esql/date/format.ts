/**
 * Dates as text, by a pattern: in English as it is spoken in the United States, Elasticsearch's default, where weeks begin
 * on Sunday and the first of a year is that of 1 January.
 */
import { partOf } from './field.ts';
import { day, startOfDay } from './instant.ts';
import { isoText } from './iso.ts';
import { alternativesOf, type DateToken, isIso, months, parseDatePattern, weekdays } from './pattern.ts';

/**
 * @param pattern of several, between which `||` stands, the first is written
 * @returns what writes epoch milliseconds
 * @throws {DatePatternError} if the pattern is none
 */
export function dateFormat(pattern: string): (epochMs: number) => string {
  const [first = '', ...others] = alternativesOf(pattern);
  for (const other of others) dateFormat(other);
  return formatOf(first);
}

function formatOf(pattern: string): (epochMs: number) => string {
  if (pattern === 'epoch_millis') return String;
  if (pattern === 'epoch_second') return (epochMs) => String(Math.floor(epochMs / 1000));
  if (isIso(pattern)) return isoText;
  const writers = parseDatePattern(pattern).map(writerOf);
  return (epochMs) => writers.map((write) => write(epochMs)).join('');
}

/** Numbers, by the parts of dates that they are. */
const numbers: Readonly<Record<string, string>> = {
  d: 'day_of_month',
  D: 'day_of_year',
  H: 'hour_of_day',
  k: 'clock_hour_of_day',
  K: 'hour_of_ampm',
  h: 'clock_hour_of_ampm',
  m: 'minute_of_hour',
  s: 'second_of_minute',
  A: 'milli_of_day',
  n: 'nano_of_second',
  N: 'nano_of_day',
};

function writerOf(token: DateToken): (epochMs: number) => string {
  if ('text' in token) return () => token.text;
  const { letter, count } = token;
  const part = numbers[letter] === undefined ? undefined : partOf(numbers[letter]);
  if (part !== undefined) return (epochMs) => String(part(epochMs)).padStart(count, '0');
  switch (letter) {
    case 'u':
    case 'y':
      return (epochMs) => yearText(new Date(epochMs).getUTCFullYear(), count);
    case 'Y':
      return (epochMs) => yearText(weekOf(epochMs).year, count);
    case 'w':
      return (epochMs) => String(weekOf(epochMs).week).padStart(count, '0');
    case 'M':
    case 'L':
      return named(months, count, (date) => date.getUTCMonth());
    case 'W':
      return (epochMs) => String(weekOfMonth(new Date(epochMs))).padStart(count, '0');
    case 'e':
    case 'c':
      if (count < 3) return (epochMs) => String(new Date(epochMs).getUTCDay() + 1).padStart(count, '0');
      return named(weekdays, count, (date) => (date.getUTCDay() + 6) % 7);
    case 'E':
      return named(weekdays, Math.max(count, 3), (date) => (date.getUTCDay() + 6) % 7);
    case 'Q':
    case 'q':
      return (epochMs) => quarterText(Math.floor(new Date(epochMs).getUTCMonth() / 3) + 1, count);
    case 'a':
      return (epochMs) => (new Date(epochMs).getUTCHours() < 12 ? 'AM' : 'PM');
    case 'G':
      return (epochMs) => (new Date(epochMs).getUTCFullYear() > 0 ? 'AD' : 'BC');
    case 'S':
      return (epochMs) => fraction(epochMs, count);
    case 'X':
      return () => 'Z';
    case 'x':
      return () => (count === 1 ? '+00' : count % 2 === 0 ? '+0000' : '+00:00');
    case 'Z':
      return () => (count < 4 ? '+0000' : count === 4 ? 'GMT' : 'Z');
    case 'O':
      return () => 'GMT';
    default:
      // The zone's name, which is that of an offset.
      return () => 'Z';
  }
}

function yearText(year: number, count: number): string {
  if (count === 2) return String(((year % 100) + 100) % 100).padStart(2, '0');
  return `${year < 0 ? '-' : ''}${String(Math.abs(year)).padStart(count, '0')}`;
}

function named(
  names: readonly string[],
  count: number,
  indexOf: (date: Date) => number,
): (epochMs: number) => string {
  return (epochMs) => {
    const index = indexOf(new Date(epochMs));
    const name = names[index] as string;
    if (count < 3) return String(index + 1).padStart(count, '0');
    return count === 3 ? name.slice(0, 3) : count === 4 ? name : name.slice(0, 1);
  };
}

function quarterText(quarter: number, count: number): string {
  if (count < 3) return String(quarter).padStart(count, '0');
  return count === 3 ? `Q${quarter}` : `${['1st', '2nd', '3rd', '4th'][quarter - 1]} quarter`;
}

function fraction(epochMs: number, count: number): string {
  const milliseconds = ((epochMs % 1000) + 1000) % 1000;
  return String(milliseconds).padStart(3, '0').padEnd(count, '0').slice(0, count);
}

/** The week, and the year that it belongs to: that of its Saturday. */
function weekOf(epochMs: number): { readonly year: number; readonly week: number } {
  const today = Math.floor(epochMs / day) * day;
  const saturday = today + (6 - new Date(today).getUTCDay()) * day;
  const year = new Date(saturday).getUTCFullYear();
  return { year, week: Math.floor((saturday - startOfDay(year, 0, 1)) / (7 * day)) + 1 };
}

function weekOfMonth(date: Date): number {
  const beforeFirst = new Date(startOfDay(date.getUTCFullYear(), date.getUTCMonth(), 1)).getUTCDay();
  return Math.floor((beforeFirst + date.getUTCDate() - 1) / 7) + 1;
}
