/**
 * Parts of dates, by the names that Java's `ChronoField` gives them.
 * https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/time/temporal/ChronoField.html
 */
import { day, hour, minute, startOfDay } from './instant.ts';

type Part = (date: Date, timeOfDay: number) => number;

const dayOfYear: Part = (date) =>
  Math.floor((date.getTime() - startOfDay(date.getUTCFullYear(), 0, 1)) / day) + 1;

const parts: Readonly<Record<string, Part>> = {
  aligned_day_of_week_in_month: (date) => ((date.getUTCDate() - 1) % 7) + 1,
  aligned_day_of_week_in_year: (date, time) => ((dayOfYear(date, time) - 1) % 7) + 1,
  aligned_week_of_month: (date) => Math.floor((date.getUTCDate() - 1) / 7) + 1,
  aligned_week_of_year: (date, time) => Math.floor((dayOfYear(date, time) - 1) / 7) + 1,
  ampm_of_day: (_, time) => Math.floor(time / (12 * hour)),
  clock_hour_of_ampm: (date) => date.getUTCHours() % 12 || 12,
  clock_hour_of_day: (date) => date.getUTCHours() || 24,
  day_of_month: (date) => date.getUTCDate(),
  day_of_week: (date) => date.getUTCDay() || 7,
  day_of_year: dayOfYear,
  epoch_day: (date) => Math.floor(date.getTime() / day),
  era: (date) => Number(date.getUTCFullYear() > 0),
  hour_of_ampm: (date) => date.getUTCHours() % 12,
  hour_of_day: (date) => date.getUTCHours(),
  instant_seconds: (date) => Math.floor(date.getTime() / 1000),
  micro_of_day: (_, time) => time * 1000,
  micro_of_second: (date) => date.getUTCMilliseconds() * 1000,
  milli_of_day: (_, time) => time,
  milli_of_second: (date) => date.getUTCMilliseconds(),
  minute_of_day: (_, time) => Math.floor(time / minute),
  minute_of_hour: (date) => date.getUTCMinutes(),
  month_of_year: (date) => date.getUTCMonth() + 1,
  nano_of_day: (_, time) => time * 1_000_000,
  nano_of_second: (date) => date.getUTCMilliseconds() * 1_000_000,
  offset_seconds: () => 0,
  proleptic_month: (date) => date.getUTCFullYear() * 12 + date.getUTCMonth(),
  second_of_day: (_, time) => Math.floor(time / 1000),
  second_of_minute: (date) => date.getUTCSeconds(),
  year: (date) => date.getUTCFullYear(),
  year_of_era: (date) => (date.getUTCFullYear() > 0 ? date.getUTCFullYear() : 1 - date.getUTCFullYear()),
};

export const partNames: readonly string[] = /* @__PURE__ */ Object.keys(parts);

/** @param name in either case. @returns undefined if no part is named so */
export function partOf(name: string): ((epochMs: number) => number) | undefined {
  const key = name.toLowerCase();
  if (!Object.hasOwn(parts, key)) return undefined;
  const part = parts[key] as Part;
  return (epochMs) => part(new Date(epochMs), epochMs - Math.floor(epochMs / day) * day);
}
