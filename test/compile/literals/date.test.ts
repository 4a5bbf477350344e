import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateBounds, parseDate } from '../../../src/compile/literals/date.ts';
import type { DateBound, Order } from '../../../src/compile/predicate.ts';
import { fromNow } from '../../../src/match/date.ts';
import { intervalOf } from '../../reference/date.ts';

const now = Date.UTC(2026, 2, 4, 12);

function at(bound: DateBound | undefined): number | undefined {
  if (bound === undefined) return undefined;
  return bound.kind === 'instant' ? bound.epochMs : fromNow(now, bound.math, bound.roundUp) + bound.shiftMs;
}

/** Inclusive bounds in ISO 8601, as far as there are any. */
function bounds(text: string, op: Order | 'eq'): readonly (string | undefined)[] {
  const date = parseDate(text);
  if (date === undefined) throw new Error(`no date: ${text}`);
  const { from, to } = dateBounds(date, op);
  return [from, to].map((bound) =>
    bound === undefined ? undefined : new Date(at(bound) ?? Number.NaN).toISOString(),
  );
}

describe('dates of queries', () => {
  it.each<[string, Order | 'eq', string | undefined, string | undefined]>([
    ['2024', 'eq', '2024-01-01T00:00:00.000Z', '2024-12-31T23:59:59.999Z'],
    ['2024-02', 'eq', '2024-02-01T00:00:00.000Z', '2024-02-29T23:59:59.999Z'],
    ['2023-02-28', 'eq', '2023-02-28T00:00:00.000Z', '2023-02-28T23:59:59.999Z'],
    ['2024-02-29T', 'eq', '2024-02-29T00:00:00.000Z', '2024-02-29T23:59:59.999Z'],
    ['2024-02-29T08', 'eq', '2024-02-29T08:00:00.000Z', '2024-02-29T08:59:59.999Z'],
    ['2024-02-29T08:09', 'eq', '2024-02-29T08:09:00.000Z', '2024-02-29T08:09:59.999Z'],
    ['2024-02-29T08:09:10', 'eq', '2024-02-29T08:09:10.000Z', '2024-02-29T08:09:10.999Z'],
    ['2024-02-29T08:09:10.5', 'eq', '2024-02-29T08:09:10.500Z', '2024-02-29T08:09:10.500Z'],
    ['2024-02-29T08:09:10,123456789', 'eq', '2024-02-29T08:09:10.123Z', '2024-02-29T08:09:10.123Z'],
    ['2024-02-29T08:09+02:00', 'eq', '2024-02-29T06:09:00.000Z', '2024-02-29T06:09:59.999Z'],
    ['2024-02-29T08-0330', 'eq', '2024-02-29T11:30:00.000Z', '2024-02-29T12:29:59.999Z'],
    ['0001-01-01', 'eq', '0001-01-01T00:00:00.000Z', '0001-01-01T23:59:59.999Z'],
    ['1709193600000', 'eq', '2024-02-29T08:00:00.000Z', '2024-02-29T08:00:00.000Z'],
    ['-1', 'eq', '1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z'],
    ['2024-02', 'gt', '2024-03-01T00:00:00.000Z', undefined],
    ['2024-02', 'gte', '2024-02-01T00:00:00.000Z', undefined],
    ['2024-02', 'lt', undefined, '2024-01-31T23:59:59.999Z'],
    ['2024-02', 'lte', undefined, '2024-02-29T23:59:59.999Z'],
    // The example of Elasticsearch's documentation of rounding, for each comparison.
    ['2014-11-18||/M', 'gt', '2014-12-01T00:00:00.000Z', undefined],
    ['2014-11-18||/M', 'gte', '2014-11-01T00:00:00.000Z', undefined],
    ['2014-11-18||/M', 'lt', undefined, '2014-10-31T23:59:59.999Z'],
    ['2014-11-18||/M', 'lte', undefined, '2014-11-30T23:59:59.999Z'],
    ['2024-01-31||+1M', 'gte', '2024-02-29T00:00:00.000Z', undefined],
    ['2024-02-29||-1y', 'gte', '2023-02-28T00:00:00.000Z', undefined],
    ['2024-01||+M+d', 'gte', '2024-02-02T00:00:00.000Z', undefined],
    ['2024-02||', 'lte', undefined, '2024-02-01T00:00:00.000Z'],
    ['2024-03-31||/M-1d', 'lte', undefined, '2024-03-30T23:59:59.999Z'],
    ['now', 'lte', undefined, '2026-03-04T12:00:00.000Z'],
    ['now', 'gt', '2026-03-04T12:00:00.001Z', undefined],
    ['now-1d/d', 'gte', '2026-03-03T00:00:00.000Z', undefined],
    ['now/w', 'eq', '2026-03-02T00:00:00.000Z', '2026-03-08T23:59:59.999Z'],
    ['now+90m', 'lt', undefined, '2026-03-04T13:29:59.999Z'],
    ['now-2H/1h', 'gte', '2026-03-04T10:00:00.000Z', undefined],
  ])('%s %s', (text, op, from, to) => {
    expect(bounds(text, op)).toEqual([from, to]);
  });

  it.each([
    '',
    ' ',
    'today',
    '2024-1',
    '2024-13',
    '2024-00',
    '2023-02-29',
    '2024-02-29T24',
    '2024-02-29T08:60',
    '2024-02-29T08:09:60',
    '2024-02-29 08:09',
    '2024-02-29Z',
    '2024/02/29',
    '29.02.2024',
    '2024-02-29T08:09:10.',
    '2024-02-29T08+19:00',
    '2024-02-29T08:09:10.1234567890',
    'now-',
    'now-1',
    'now-1x',
    'now/2d',
    'now d',
    'nowhere',
    'now||-1d',
    '||-1d',
    '2024||*1d',
    '2024||||',
    '12345678901234567',
    '1.5e3',
    '1e3',
    '0x10',
    'Infinity',
  ])('refuses %j', (text) => {
    expect(parseDate(text)).toBeUndefined();
  });

  it('of fewer than four digits are milliseconds', () => {
    expect(bounds('24', 'eq')).toEqual(['1970-01-01T00:00:00.024Z', '1970-01-01T00:00:00.024Z']);
  });

  const two = (max: number, min = 0) =>
    fc.integer({ min, max }).map((number) => String(number).padStart(2, '0'));
  const dates = fc
    .tuple(
      fc.integer({ min: 1000, max: 9800 }),
      two(12, 1),
      two(28, 1),
      two(23),
      two(59),
      two(59),
      two(99),
      fc.integer({ min: 1, max: 7 }),
    )
    .map(([year, month, day, hour, minute, second, fraction, parts]) =>
      [String(year), `-${month}`, `-${day}`, `T${hour}`, `:${minute}`, `:${second}`, `.${fraction}7`]
        .slice(0, parts)
        .join(''),
    );
  const steps = fc
    .array(
      fc.tuple(
        fc.constantFrom('+', '-', '/'),
        fc.integer({ min: 0, max: 40 }),
        fc.constantFrom('y', 'M', 'w', 'd', 'h', 'H', 'm', 's'),
      ),
      { maxLength: 3 },
    )
    .map((all) =>
      all.map(([op, amount, unit]) => (op === '/' ? `/${unit}` : `${op}${amount}${unit}`)).join(''),
    );
  const written = fc.oneof(
    dates,
    fc.tuple(dates, steps).map(([date, math]) => `${date}||${math}`),
    steps.map((math) => `now${math}`),
  );

  it('name an interval; each comparison is with one of its ends', () => {
    fc.assert(
      fc.property(written, (text) => {
        const date = parseDate(text);
        const interval = intervalOf(text, now);
        if (date === undefined || interval === undefined) throw new Error(text);
        const [first, last] = interval;
        const found = (op: Order | 'eq') => {
          const { from, to } = dateBounds(date, op);
          return [at(from), at(to)];
        };
        expect(found('eq')).toEqual([first, last]);
        expect(found('gt')).toEqual([last + 1, undefined]);
        expect(found('gte')).toEqual([first, undefined]);
        expect(found('lt')).toEqual([undefined, first - 1]);
        expect(found('lte')).toEqual([undefined, last]);
      }),
      { numRuns: 1000 },
    );
  });
});
