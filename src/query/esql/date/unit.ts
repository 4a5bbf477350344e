/** Units of time, and how many of them lie between two dates. */
import { day, hour, minute, second, week } from './instant.ts';

/** Of `DATE_DIFF`, by all their names. */
const names: Readonly<Record<string, string>> = {
  year: 'years yy yyyy',
  quarter: 'quarters qq q',
  month: 'months mm m',
  dayofyear: 'dy y',
  day: 'days dd d',
  week: 'weeks wk ww',
  weekday: 'weekdays dw',
  hour: 'hours hh',
  minute: 'minutes mi n',
  second: 'seconds ss s',
  millisecond: 'milliseconds ms',
  microsecond: 'microseconds mcs',
  nanosecond: 'nanoseconds ns',
};

const canonical: ReadonlyMap<string, string> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ Object.entries(names).flatMap(([name, others]) =>
    [name, ...others.split(' ')].map((each) => [each, name] as const),
  ),
);

/** In milliseconds. */
const fixed: Readonly<Record<string, number>> = {
  dayofyear: day,
  day,
  week,
  weekday: day,
  hour,
  minute,
  second,
  millisecond: 1,
  microsecond: 1e-3,
  nanosecond: 1e-6,
};

const inMonths: Readonly<Record<string, number>> = { year: 12, quarter: 3, month: 1 };

/** All names of units, for errors. */
export const unitNames: readonly string[] = /* @__PURE__ */ Object.keys(names);

/**
 * @param name in either case
 * @returns how many whole units lie between two dates, below zero if the second is earlier. Undefined for no unit
 */
export function unitsBetween(name: string): ((from: number, to: number) => number) | undefined {
  const unit = canonical.get(name.toLowerCase());
  if (unit === undefined) return undefined;
  const months = inMonths[unit];
  if (months !== undefined) return (from, to) => Math.trunc(monthsBetween(from, to) / months) + 0;
  const size = fixed[unit] ?? 1;
  // A multiplication by a whole number is exact where a division by a fraction is not.
  if (size < 1) return (from, to) => (to - from) * Math.round(1 / size);
  return (from, to) => Math.trunc((to - from) / size) + 0;
}

/**
 * Whole months, as Java counts them (`LocalDateTime.until`): of the date alone, which is a day nearer where the time of
 * day goes the other way.
 */
function monthsBetween(from: number, to: number): number {
  const [first, last] = [Math.floor(from / day), Math.floor(to / day)];
  const time = to - last * day - (from - first * day);
  const nearer = last > first && time < 0 ? last - 1 : last < first && time > 0 ? last + 1 : last;
  return Math.trunc((monthAndDay(nearer) - monthAndDay(first)) / 32);
}

/** @param of days since 1970. @returns the month's number and the day of the month, of which no month has 32 */
function monthAndDay(of: number): number {
  const date = new Date(of * day);
  return (date.getUTCFullYear() * 12 + date.getUTCMonth()) * 32 + date.getUTCDate();
}
