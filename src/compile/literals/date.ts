/**
 * Date values of queries, as Elasticsearch reads them by a field's default format,
 * `strict_date_optional_time||epoch_millis`, with date math. What a date leaves out is filled in by the side of the
 * range it stands on, and a comparison means all of what is named: `> 2024-01` begins in February.
 * https://www.elastic.co/docs/reference/query-languages/query-dsl/query-dsl-range-query#missing-date-components
 * https://www.elastic.co/docs/reference/elasticsearch/rest-apis/common-options#date-math
 */
import { type DateStep, fromNow } from '../../match/date.ts';
import type { DateBound, Order } from '../predicate.ts';

/** A date as written: all of the interval it names, or an instant from which date math leads on. */
export type DateLiteral =
  | { readonly kind: 'interval'; readonly first: number; readonly last: number }
  | { readonly kind: 'math'; readonly base: number | 'now'; readonly math: readonly DateStep[] };

/** @returns undefined if the text is no date */
export function parseDate(text: string): DateLiteral | undefined {
  if (text.startsWith('now')) return mathFrom('now', text.slice('now'.length));
  const bars = text.indexOf('||');
  if (bars === -1) return parseInterval(text);
  const base = parseInterval(text.slice(0, bars));
  return base && mathFrom(base.first, text.slice(bars + 2));
}

/**
 * The values that compare so with a date.
 * @returns inclusive bounds, in milliseconds, to which Elasticsearch's `date` type resolves
 */
export function dateBounds(date: DateLiteral, op: Order | 'eq'): { from?: DateBound; to?: DateBound } {
  switch (op) {
    case 'gt':
      return { from: bound(date, true, 1) };
    case 'gte':
      return { from: bound(date, false, 0) };
    case 'lt':
      return { to: bound(date, false, -1) };
    case 'lte':
      return { to: bound(date, true, 0) };
    case 'eq':
      return { from: bound(date, false, 0), to: bound(date, true, 0) };
  }
}

function bound(date: DateLiteral, roundUp: boolean, shiftMs: number): DateBound {
  if (date.kind === 'interval') {
    return { kind: 'instant', epochMs: (roundUp ? date.last : date.first) + shiftMs };
  }
  const { base, math } = date;
  if (base === 'now') return { kind: 'now', math, roundUp, shiftMs };
  return { kind: 'instant', epochMs: fromNow(base, math, roundUp) + shiftMs };
}

const isoDate =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(?:(\d\d)(?::(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d\d(?::?\d\d)?)?)?)?)?)?$/;

type Interval = DateLiteral & { readonly kind: 'interval' };

function parseInterval(text: string): Interval | undefined {
  const parts = isoDate.exec(text);
  if (parts === null)
    return /^-?\d{1,16}$/.test(text)
      ? { kind: 'interval', first: Number(text), last: Number(text) }
      : undefined;
  const [, year, month, day, hour, minute, second, fraction, zone] = parts;
  const first = instant(
    year,
    month ?? '01',
    day ?? '01',
    hour ?? '00',
    minute ?? '00',
    second ?? '00',
    fraction ?? '000',
  );
  const lastDay = new Date(Date.UTC(Number(year), Number(month ?? '12'), 0)).getUTCDate();
  const last = instant(
    year,
    month ?? '12',
    day ?? String(lastDay),
    hour ?? '23',
    minute ?? '59',
    second ?? '59',
    fraction ?? '999',
  );
  const offset = offsetMs(zone);
  if (first === undefined || last === undefined || offset === undefined) return undefined;
  return { kind: 'interval', first: first - offset, last: last - offset };
}

/** @returns undefined if there is no such day or time of day */
function instant(
  year = '',
  month = '',
  day = '',
  hour = '',
  minute = '',
  second = '',
  fraction = '',
): number | undefined {
  const midnight = new Date(0);
  midnight.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const real = midnight.getUTCMonth() === Number(month) - 1 && midnight.getUTCDate() === Number(day);
  if (!real || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const ms = Number(fraction.padEnd(3, '0').slice(0, 3));
  return midnight.getTime() + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + ms;
}

function offsetMs(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', ''));
  if (hours * 60 + minutes > 18 * 60 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

const units: Readonly<Record<string, DateStep['unit']>> = {
  y: 'y',
  M: 'M',
  w: 'w',
  d: 'd',
  h: 'h',
  H: 'h',
  m: 'm',
  s: 's',
};

function mathFrom(base: number | 'now', text: string): DateLiteral | undefined {
  if (!/^(?:[+-]\d{0,6}[yMwdhHms]|\/1?[yMwdhHms])*$/.test(text)) return undefined;
  const math = [...text.matchAll(/([+\-/])(\d*)([a-zA-Z])/g)].map(
    ([, op, amount, unit]): DateStep => ({
      op: op as DateStep['op'],
      amount: amount === '' ? 1 : Number(amount),
      unit: units[unit ?? ''] ?? 'd',
    }),
  );
  return { kind: 'math', base, math };
}
