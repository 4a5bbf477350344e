import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DateStep, fromNow, isWithin, toEpochMs } from '../../src/match/date.ts';

describe('toEpochMs', () => {
  it.each([
    ['2026-03-01T10:00:00Z', Date.UTC(2026, 2, 1, 10)],
    ['2026-03-01T10:00:00.123456Z', Date.UTC(2026, 2, 1, 10, 0, 0, 123)],
    ['2026-03-01T12:00:00+02:00', Date.UTC(2026, 2, 1, 10)],
    ['2026-03-01T10:00:00', Date.UTC(2026, 2, 1, 10)],
    ['2026-03-01 10:00:00.5', Date.UTC(2026, 2, 1, 10, 0, 0, 500)],
    ['2026-03-01', Date.UTC(2026, 2, 1)],
    ['2026-03', Date.UTC(2026, 2, 1)],
    ['1772359200000', 1772359200000],
    [1772359200000, 1772359200000],
  ])('reads %j', (value, expected) => {
    expect(toEpochMs(value)).toBe(expected);
  });

  it.each([
    '',
    'yesterday',
    '2026-13-01T00:00:00Z',
    'x'.repeat(100_000),
    '2026',
    true,
    '2026-03-01T25:00:00Z',
  ])('takes %j for no date', (value) => {
    expect(toEpochMs(value)).toBeNaN();
    expect(isWithin(value, undefined, undefined)).toBe(false);
  });
});

describe('toEpochMs of times as Kubernetes writes them', () => {
  it('agrees with the language, whatever came before', () => {
    const instants = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(instants, fc.stringMatching(/^\d{0,7}$/)), { maxLength: 6 }), (times) => {
        for (const [at, digits] of times) {
          const text = `${at.toISOString().slice(0, 19)}.${digits}Z`;
          const expected = digits === '' ? Number.NaN : Date.parse(text);
          expect(toEpochMs(digits === '' ? text.replace('.', 'x') : text)).toBe(expected);
        }
      }),
    );
  });

  it.each(['2026-02-31T10:00:00.1Z', '2026-13-01T10:00:00.1Z', '2026-03-01T10:00:00.Z'])(
    '%s is what the language says',
    (text) => {
      expect(toEpochMs(text)).toBe(Date.parse(text));
    },
  );
});

describe('isWithin', () => {
  it('includes both bounds', () => {
    const at = '2026-03-01T10:00:00Z';
    const ms = toEpochMs(at);
    expect([isWithin(at, ms, ms), isWithin(at, ms + 1, undefined), isWithin(at, undefined, ms - 1)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('fromNow', () => {
  const now = Date.UTC(2026, 2, 31, 13, 45, 30, 250);
  const step = (op: DateStep['op'], amount: number, unit: DateStep['unit']): DateStep => ({
    op,
    amount,
    unit,
  });
  it.each<[string, DateStep[], boolean, string]>([
    ['now-5m', [step('-', 5, 'm')], false, '2026-03-31T13:40:30.250Z'],
    ['now/d', [step('/', 1, 'd')], false, '2026-03-31T00:00:00.000Z'],
    ['now/d up', [step('/', 1, 'd')], true, '2026-03-31T23:59:59.999Z'],
    ['now/w: weeks start on Monday', [step('/', 1, 'w')], false, '2026-03-30T00:00:00.000Z'],
    ['now/M up', [step('/', 1, 'M')], true, '2026-03-31T23:59:59.999Z'],
    ['now/y', [step('/', 1, 'y')], false, '2026-01-01T00:00:00.000Z'],
    ['now-1M: the 31st of February is its last day', [step('-', 1, 'M')], false, '2026-02-28T13:45:30.250Z'],
    ['now+1y', [step('+', 1, 'y')], false, '2027-03-31T13:45:30.250Z'],
    ['now-1d/d', [step('-', 1, 'd'), step('/', 1, 'd')], false, '2026-03-30T00:00:00.000Z'],
    ['now/h', [step('/', 1, 'h')], false, '2026-03-31T13:00:00.000Z'],
  ])('%s', (_name, math, roundUp, expected) => {
    expect(new Date(fromNow(now, math, roundUp)).toISOString()).toBe(expected);
  });
});
