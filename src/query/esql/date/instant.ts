/** Instants: epoch milliseconds, in UTC's calendar. */
import type { CallSite } from '../function.ts';
import type { Period, Scalar } from '../value.ts';

export const second = 1000;
export const minute = 60_000;
export const hour = 3_600_000;
export const day = 86_400_000;
export const week = 604_800_000;

/** What JavaScript can write as a date: 270,000 years around 1970. */
const farthest = 8.64e15;

/** @returns the instant; null, which is told, if it is beyond all dates */
export function instant(epochMs: number | bigint, warn: CallSite['warn']): null | number {
  if (epochMs >= -farthest && epochMs <= farthest) return Number(epochMs);
  warn(
    `epoch milliseconds [${epochMs}] are out of range of dates`,
    'epoch milliseconds are out of range of dates',
  );
  return null;
}

/** @returns an amount of time later, or with a sign of -1 earlier; a day that a month lacks becomes its last */
export function later(epochMs: number, amount: Scalar, sign: 1 | -1): number {
  if (typeof amount === 'number') return epochMs + sign * amount;
  const { months, days } = amount as Period;
  return addMonths(epochMs, sign * months) + sign * days * day;
}

export function addMonths(epochMs: number, months: number): number {
  if (months === 0) return epochMs;
  const date = new Date(epochMs);
  const midnight = Math.floor(epochMs / day) * day;
  const total = date.getUTCFullYear() * 12 + date.getUTCMonth() + months;
  const [year, month] = [Math.floor(total / 12), ((total % 12) + 12) % 12];
  return startOfDay(year, month, Math.min(date.getUTCDate(), daysIn(year, month))) + (epochMs - midnight);
}

/** @param month from 0 */
export function daysIn(year: number, month: number): number {
  return new Date(startOfDay(year, month + 1, 0)).getUTCDate();
}

/** As `Date.UTC`, which takes years below 100 for those of the twentieth century. */
export function startOfDay(year: number, month: number, dayOfMonth: number): number {
  return new Date(0).setUTCFullYear(year, month, dayOfMonth);
}
