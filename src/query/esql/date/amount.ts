/** Amounts of time as text, `3 days`. */
import type { Period } from '../value.ts';
import { hour, minute, second } from './instant.ts';

const durations: Readonly<Record<string, number>> = {
  millisecond: 1,
  milliseconds: 1,
  ms: 1,
  second,
  seconds: second,
  sec: second,
  s: second,
  minute,
  minutes: minute,
  min: minute,
  m: minute,
  hour,
  hours: hour,
  h: hour,
};

/** Months and days. */
const periods: Readonly<Record<string, readonly [months: number, days: number]>> = {
  day: [0, 1],
  days: [0, 1],
  d: [0, 1],
  week: [0, 7],
  weeks: [0, 7],
  w: [0, 7],
  month: [1, 0],
  months: [1, 0],
  mo: [1, 0],
  quarter: [3, 0],
  quarters: [3, 0],
  q: [3, 0],
  year: [12, 0],
  years: [12, 0],
  yr: [12, 0],
  y: [12, 0],
};

function partsOf(text: string): readonly [number, string] | undefined {
  const found = /^\s*(-?\d{1,9})\s+([a-z]+)\s*$/i.exec(text);
  return found === null ? undefined : [Number(found[1]), (found[2] as string).toLowerCase()];
}

/** @returns milliseconds, undefined if the text is no duration */
export function parseDuration(text: string): number | undefined {
  const [count, unit = ''] = partsOf(text) ?? [];
  return count === undefined || !Object.hasOwn(durations, unit)
    ? undefined
    : count * (durations[unit] as number);
}

/** @returns undefined if the text is no calendar amount */
export function parsePeriod(text: string): Period | undefined {
  const [count, unit = ''] = partsOf(text) ?? [];
  if (count === undefined || !Object.hasOwn(periods, unit)) return undefined;
  const [months, days] = periods[unit] as readonly [number, number];
  return { months: count * months + 0, days: count * days + 0 };
}
