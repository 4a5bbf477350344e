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

function monthsBetween(from: number, to: number): number {
  const [first, last] = [new Date(from), new Date(to)];
  const months =
    (last.getUTCFullYear() - first.getUTCFullYear()) * 12 + last.getUTCMonth() - first.getUTCMonth();
  if (months > 0 && isShort(first, last)) return months - 1;
  if (months < 0 && isShort(last, first)) return months + 1;
  return months;
}

/** Whether the later of two dates is, within its month, before the earlier one in its own. */
function isShort(earlier: Date, later: Date): boolean {
  const [one, other] = [earlier.getUTCDate() * day, later.getUTCDate() * day];
  return other + timeOfDay(later) < one + timeOfDay(earlier);
}

function timeOfDay(date: Date): number {
  const at = date.getTime();
  return at - Math.floor(at / day) * day;
}
