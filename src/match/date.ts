/** Dates as Elasticsearch's `date` type reads them, to the millisecond. */
import type { Scalar } from '../schema/visit.ts';

/** One step of date math; `/` rounds. */
export interface DateStep {
  readonly op: '+' | '-' | '/';
  readonly amount: number;
  readonly unit: 'y' | 'M' | 'w' | 'd' | 'h' | 'm' | 's';
}

/**
 * @param value ISO 8601 text (a space may stand for the `T`; without a zone it is UTC), or epoch milliseconds
 * @returns epoch milliseconds, NaN if the value is no date
 */
export function toEpochMs(value: Scalar): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.length < 4 || value.length > 40) return Number.NaN;
  const zulu = zuluEpochMs(value);
  if (zulu !== undefined) return zulu;
  if (!/^\d{4}-\d{2}/.test(value)) return /^-?\d{5,16}$/.test(value) ? Number(value) : Number.NaN;
  const iso = value.includes(' ') ? value.replace(' ', 'T') : value;
  const zoned = iso.length > 10 && !/(?:Z|[+-]\d{2}:?\d{2})$/.test(iso) ? `${iso}Z` : iso;
  return Date.parse(zoned);
}

const secondsLength = '2026-03-01T10:00:00'.length;
let lastSecond = '';
let lastEpochMs = Number.NaN;

/**
 * The form in which Kubernetes writes times, `2026-03-01T10:00:00.123456Z`. Events come by time, so the second is
 * mostly that of the event before.
 * @returns undefined for any other form
 */
function zuluEpochMs(text: string): number | undefined {
  const end = text.length - 1;
  if (end <= secondsLength + 1 || text.charCodeAt(end) !== 0x5a || text.charCodeAt(secondsLength) !== 0x2e)
    return undefined;
  let milliseconds = 0;
  for (let at = secondsLength + 1, scale = 100; at < end; at++, scale /= 10) {
    const digit = text.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    if (scale >= 1) milliseconds += digit * scale;
  }
  const second = text.slice(0, secondsLength);
  if (second !== lastSecond) {
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(second)) return undefined;
    lastEpochMs = Date.parse(`${second}Z`);
    lastSecond = second;
  }
  return lastEpochMs + milliseconds;
}

/** Whether a value is a date within inclusive bounds, in epoch milliseconds. */
export function isWithin(value: Scalar, from: number | undefined, to: number | undefined): boolean {
  return isBetween(toEpochMs(value), from, to);
}

/** @param at NaN is within no bounds */
export function isBetween(at: number, from: number | undefined, to: number | undefined): boolean {
  return at >= (from ?? Number.NEGATIVE_INFINITY) && at <= (to ?? Number.POSITIVE_INFINITY);
}

/**
 * Date math from the clock. Rounding goes to the start of the unit, or with `roundUp` to its last millisecond.
 * https://www.elastic.co/docs/reference/elasticsearch/rest-apis/common-options#date-math
 */
export function fromNow(now: number, math: readonly DateStep[], roundUp: boolean): number {
  return math.reduce((at, step) => apply(at, step, roundUp), now);
}

const fixed = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 } as const;

function apply(at: number, { op, amount, unit }: DateStep, roundUp: boolean): number {
  if (op === '/') return roundUp ? addUnit(floor(at, unit), unit, 1) - 1 : floor(at, unit);
  return addUnit(at, unit, op === '+' ? amount : -amount);
}

function addUnit(at: number, unit: DateStep['unit'], amount: number): number {
  if (unit !== 'y' && unit !== 'M') return at + amount * fixed[unit];
  const date = new Date(at);
  const months = date.getUTCMonth() + (unit === 'y' ? amount * 12 : amount);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), months + 1, 0)).getUTCDate();
  const day = Math.min(date.getUTCDate(), lastDay);
  const midnight = Date.UTC(date.getUTCFullYear(), months, day);
  return midnight + (at - floor(at, 'd'));
}

function floor(at: number, unit: DateStep['unit']): number {
  const date = new Date(at);
  if (unit === 'y') return Date.UTC(date.getUTCFullYear(), 0, 1);
  if (unit === 'M') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  if (unit === 'w') {
    // ISO weeks start on Monday; the epoch was a Thursday.
    const monday = -3 * fixed.d;
    return Math.floor((at - monday) / fixed.w) * fixed.w + monday;
  }
  return Math.floor(at / fixed[unit]) * fixed[unit];
}
