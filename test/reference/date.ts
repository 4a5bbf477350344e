/** Dates of documents and of queries, by the calendar. */

const pad = '0000-01-01T00:00:00.000';

/** @returns epoch milliseconds; undefined for what a date field would not take */
export function dateOf(value: string | number | boolean): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  if (/^\d{5,16}$/.test(value)) return Number(value);
  if (!/^\d{4}-\d\d/.test(value)) return undefined;
  const zoned = /T.*(Z|[+-]\d\d:?\d\d)$/.test(value) || !value.includes('T') ? value : `${value}Z`;
  const at = Date.parse(zoned);
  return Number.isNaN(at) ? undefined : at;
}

/**
 * What a date of a query names, from its first to its last millisecond: with components left out, all that begins
 * with it; with date math that rounds, all of the unit.
 */
export function intervalOf(text: string, now: number): readonly [number, number] | undefined {
  const [base = '', steps] = text.startsWith('now') ? ['now', text.slice(3)] : text.split('||');
  const named = base === 'now' ? ([now, now] as const) : namedBy(base);
  if (named === undefined) return undefined;
  if (steps === undefined) return named;
  return [moved(named[0], steps, false), moved(named[0], steps, true)];
}

function namedBy(text: string): readonly [number, number] | undefined {
  if (/^\d{5,}$/.test(text)) return [Number(text), Number(text)];
  const [, local = '', zone = 'Z'] = /^(\d{4}[^Z+]*?)(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
  if (!/^\d{4}(-\d\d(-\d\d(T\d\d(:\d\d(:\d\d(\.\d{1,9})?)?)?)?)?)?$/.test(local)) return undefined;
  const milliseconds = local.replace(/(\.\d{3})\d*$/, '$1');
  const first = Date.parse(milliseconds + pad.slice(milliseconds.length) + zone);
  if (Number.isNaN(first)) return undefined;
  const unit = ({ 4: 'y', 7: 'M', 10: 'd', 13: 'h', 16: 'm', 19: 's' } as const)[local.length];
  return [first, unit === undefined ? first : plus(first, 1, unit) - 1];
}

type Unit = 'y' | 'M' | 'w' | 'd' | 'h' | 'm' | 's';

function moved(from: number, steps: string, up: boolean): number {
  let at = from;
  for (const [, op, amount, letter] of steps.matchAll(/([+\-/])(\d*)(\w)/g)) {
    const unit = letter?.replace('H', 'h') as Unit;
    const count = amount === '' ? 1 : Number(amount);
    if (op === '/') at = up ? plus(startOf(at, unit), 1, unit) - 1 : startOf(at, unit);
    else at = plus(at, op === '-' ? -count : count, unit);
  }
  return at;
}

function startOf(at: number, unit: Unit): number {
  if (unit === 'w') {
    const daysSinceMonday = (new Date(at).getUTCDay() + 6) % 7;
    return plus(startOf(at, 'd'), -daysSinceMonday, 'd');
  }
  const kept = new Date(at).toISOString().slice(0, { y: 4, M: 7, d: 10, h: 13, m: 16, s: 19 }[unit]);
  return Date.parse(`${kept}${pad.slice(kept.length)}Z`);
}

function plus(at: number, amount: number, unit: Unit): number {
  const date = new Date(at);
  if (unit === 's') return at + amount * 1000;
  if (unit === 'm') return at + amount * 60_000;
  if (unit === 'h') return at + amount * 3_600_000;
  if (unit === 'd' || unit === 'w') {
    date.setUTCDate(date.getUTCDate() + amount * (unit === 'w' ? 7 : 1));
    return date.getTime();
  }
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + amount * (unit === 'y' ? 12 : 1));
  // The month has no such day and the date has run over into the next: back to the month's last.
  if (date.getUTCDate() !== day) date.setUTCDate(0);
  return date.getTime();
}
