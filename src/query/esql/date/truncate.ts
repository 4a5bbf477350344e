/** Dates rounded down to multiples of an amount of time. */
import type { Period, Scalar } from '../value.ts';
import { day, startOfDay, week } from './instant.ts';

/**
 * Weeks begin on Monday; several months or years are counted from the year 1, all else from 1970.
 * @returns what rounds epoch milliseconds, or undefined if the amount is not above zero or mixes months and days
 */
export function truncation(amount: Scalar): ((epochMs: number) => number) | undefined {
  if (typeof amount === 'number') return amount > 0 ? multiple(amount, 0) : undefined;
  const { months, days } = amount as Period;
  if (months === 0 && days > 0) {
    // 1970 began on a Thursday.
    return days === 7 ? multiple(week, -3 * day) : multiple(days * day, 0);
  }
  if (days !== 0 || months <= 0) return undefined;
  return (epochMs) => {
    const date = new Date(epochMs);
    const since = (date.getUTCFullYear() - 1) * 12 + date.getUTCMonth();
    const first = Math.floor(since / months) * months;
    return startOfDay(Math.floor(first / 12) + 1, ((first % 12) + 12) % 12, 1);
  };
}

function multiple(of: number, origin: number): (epochMs: number) => number {
  return (epochMs) => Math.floor((epochMs - origin) / of) * of + origin;
}
