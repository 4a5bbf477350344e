/** Round sizes of buckets, of which there are at most so many in a range. */
import { day, hour, minute, second, week } from './date/instant.ts';
import { truncation } from './date/truncate.ts';
import type { Period } from './value.ts';

/** From the largest to the smallest. */
function spans(): readonly (number | Period)[] {
  return [
    { months: 12, days: 0 },
    { months: 1, days: 0 },
    { months: 0, days: 7 },
    { months: 0, days: 1 },
    ...[12 * hour, 3 * hour, hour, 30 * minute, 10 * minute, 5 * minute, minute],
    ...[30 * second, 10 * second, 5 * second, second, 100, 50, 10, 1],
  ];
}

/** @returns what rounds a date down to the smallest of the round spans that make no more than so many buckets */
export function dateSpan(buckets: number, from: number, to: number): ((date: number) => number) | undefined {
  const [largest, ...smaller] = spans();
  let chosen = truncation(largest as Period);
  for (const span of smaller) {
    const truncate = truncation(span);
    if (truncate === undefined || count(span, truncate, from, to) > buckets) break;
    chosen = truncate;
  }
  return chosen;
}

function count(span: number | Period, truncate: (date: number) => number, from: number, to: number): number {
  const start = truncate(from);
  if (typeof span === 'number') return Math.ceil((to - start) / span);
  if (span.days > 0) return Math.ceil((to - start) / (span.days === 7 ? week : day));
  const [first, last] = [new Date(start), new Date(to - 1)];
  return (last.getUTCFullYear() - first.getUTCFullYear()) * 12 + last.getUTCMonth() - first.getUTCMonth() + 1;
}

/** @returns a power of ten or half of one */
export function numberSpan(buckets: number, from: number, to: number): number {
  const precise = (to - from) / buckets;
  const power = 10 ** Math.ceil(Math.log10(precise));
  return precise < power / 2 ? power / 2 : power;
}
