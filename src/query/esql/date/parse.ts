/** Texts as dates, by a pattern. */
import { daysIn, hour, minute, startOfDay } from './instant.ts';
import { offsetOf, parseIso } from './iso.ts';
import {
  alternativesOf,
  DatePatternError,
  type DateToken,
  isIso,
  months,
  parseDatePattern,
  weekdays,
} from './pattern.ts';

/**
 * @param pattern of several, between which `||` stands, the first that fits is read
 * @returns what reads epoch milliseconds, undefined where a text does not fit. What the pattern does not say is the
 * first of the year, month or day; of the year, the month and the time of day it says one at least
 * @throws {DatePatternError} if the pattern is none
 */
export function dateParser(pattern: string): (text: string) => number | undefined {
  const parsers = alternativesOf(pattern).map(parserOf);
  return (text) => {
    for (const parse of parsers) {
      const found = parse(text);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

function parserOf(pattern: string): (text: string) => number | undefined {
  if (pattern === 'epoch_millis') return (text) => wholeOf(text, 1);
  if (pattern === 'epoch_second') return (text) => wholeOf(text, 1000);
  if (isIso(pattern)) return parseIso;
  const tokens = parseDatePattern(pattern);
  const form = new RegExp(`^${tokens.map((token, index) => formOf(token, tokens[index + 1])).join('')}$`);
  return (text) => {
    if (text.length > 200) return undefined;
    const found = form.exec(text);
    return found === null ? undefined : dateOf(partsOf(tokens, found.slice(1)));
  };
}

function wholeOf(text: string, unit: number): number | undefined {
  return /^-?\d{1,15}$/.test(text) ? Number(text) * unit : undefined;
}

/** An expression with one group for a letter, and none for text. Bounded, so that it takes no time. */
function formOf(token: DateToken, next: DateToken | undefined): string {
  if ('text' in token) return token.text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  const { letter, count } = token;
  const names = (of: readonly string[]): string => `(${of.map((each) => nameOf(each, count)).join('|')})`;
  switch (letter) {
    case 'M':
    case 'L':
      if (count > 2) return names(months);
      break;
    case 'E':
      return names(weekdays);
    case 'a':
      return '(AM|PM|am|pm)';
    case 'G':
      return '(AD|BC)';
    case 'S':
      return `(\\d{${count}})`;
    case 'X':
      return count === 1
        ? '(Z|[+-]\\d\\d(?:\\d\\d)?)'
        : count % 2 === 0
          ? '(Z|[+-]\\d{4})'
          : '(Z|[+-]\\d\\d:\\d\\d)';
    case 'x':
      return count === 1
        ? '([+-]\\d\\d(?:\\d\\d)?)'
        : count % 2 === 0
          ? '([+-]\\d{4})'
          : '([+-]\\d\\d:\\d\\d)';
    case 'Z':
      return count < 4 ? '([+-]\\d{4})' : '(Z|[+-]\\d\\d:\\d\\d)';
    case 'z':
    case 'V':
      return '(Z|UTC|GMT)';
    case 'y':
    case 'u':
      // Four digits or more, but exactly four where further digits follow at once.
      if (count === 4) return next !== undefined && 'letter' in next ? '(\\d{4})' : '(-?\\d{4,6})';
      if (count === 2) return '(\\d{2})';
      return `(-?\\d{${count},6})`;
    case 'd':
    case 'H':
    case 'h':
    case 'K':
    case 'k':
    case 'm':
    case 's':
      break;
    case 'D':
      return count === 3 ? '(\\d{3})' : '(\\d{1,3})';
    default:
      throw new DatePatternError(`The letter \`${letter}\` can be written, but not read`);
  }
  return count === 2 ? '(\\d{2})' : '(\\d{1,2})';
}

function nameOf(name: string, count: number): string {
  return count === 3 ? name.slice(0, 3) : count === 4 ? name : name.slice(0, 1);
}

function partsOf(tokens: readonly DateToken[], values: readonly string[]): Readonly<Record<string, string>> {
  const letters = tokens.flatMap((token) => ('letter' in token ? [token] : []));
  const parts: Record<string, string> = {};
  for (const [index, { letter, count }] of letters.entries()) {
    const value = values[index] as string;
    const key = letter === 'u' ? 'y' : letter === 'L' ? 'M' : letter === 'x' || letter === 'Z' ? 'X' : letter;
    if (key === 'M' && count > 2) {
      parts[key] = String(months.findIndex((name) => nameOf(name, count) === value) + 1);
    } else parts[key] = key === 'y' && count === 2 ? `20${value}` : value;
  }
  return parts;
}

function dateOf(parts: Readonly<Record<string, string>>): number | undefined {
  const of = (letter: string, otherwise: number): number =>
    parts[letter] === undefined ? otherwise : Number(parts[letter]);
  if (!isEnough(parts)) return undefined;
  const year = of('y', 1970);
  const time = timeOf(of, parts);
  if (time === undefined) return undefined;
  const offset = offsetOf(/^[+-]/.test(parts.X ?? '') ? (parts.X as string) : 'Z');
  if (offset === undefined) return undefined;
  const dayOfYear = of('D', 0);
  if (parts.D !== undefined) {
    const days = daysIn(year, 1) === 29 ? 366 : 365;
    return dayOfYear < 1 || dayOfYear > days ? undefined : startOfDay(year, 0, dayOfYear) + time - offset;
  }
  const [month, date] = [of('M', 1), of('d', 1)];
  if (month < 1 || month > 12 || date < 1 || date > daysIn(year, month - 1)) return undefined;
  // Without a month a day says nothing.
  return startOfDay(year, month - 1, parts.M === undefined ? 1 : date) + time - offset;
}

/** A date is a year or a month at least, or a time of day: an hour of 24, or of 12 with the half. */
function isEnough({ y, M, H, k, h, K, a }: Readonly<Record<string, string>>): boolean {
  return [y, M, H, k].some((part) => part !== undefined) || ((h ?? K) !== undefined && a !== undefined);
}

function timeOf(
  of: (letter: string, otherwise: number) => number,
  parts: Readonly<Record<string, string>>,
): number | undefined {
  const hours = hoursOf(of, parts.a?.toUpperCase());
  const [minutes, seconds] = [of('m', 0), of('s', 0)];
  if (hours === undefined || minutes > 59 || seconds > 59) return undefined;
  const milliseconds = Number((parts.S ?? '').slice(0, 3).padEnd(3, '0'));
  return hours * hour + minutes * minute + seconds * 1000 + milliseconds;
}

function hoursOf(
  of: (letter: string, otherwise: number) => number,
  half: string | undefined,
): number | undefined {
  const clock = of('k', of('H', -1));
  if (clock !== -1) {
    const hours = of('k', -1) === 24 ? 0 : clock;
    return hours > 23 ? undefined : hours;
  }
  const [twelve, eleven] = [of('h', -1), of('K', -1)];
  if (twelve > 12 || twelve === 0 || eleven > 11) return undefined;
  const hours = twelve !== -1 ? twelve % 12 : eleven !== -1 ? eleven : 0;
  return half === 'PM' ? hours + 12 : hours;
}
