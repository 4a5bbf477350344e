import { describe, expect, it } from 'vitest';
import { documentEpochMs } from '../../src/match/document-date.ts';
import { booleanColumn } from '../../src/match/document-esql-runtime.ts';
import { booleans, dates, isFalse, isWithin } from '../../src/match/document-runtime.ts';

const noon = Date.UTC(2026, 2, 1, 12);

describe('dates of documents', () => {
  it.each([
    ['2026', Date.UTC(2026, 0)],
    ['2026-03', Date.UTC(2026, 2)],
    ['2026-03-01', Date.UTC(2026, 2, 1)],
    ['2026-03-01T12', noon],
    ['2026-03-01T13+01', noon],
    ['2026-03-01 12:00:00', noon],
    ['2026-03-01T12:00:00.123456789Z', noon + 123],
    ['2026-03-01T12:00:00,5Z', noon + 500],
    ['1', 1],
    ['-5', -5],
    ['12345', 12345],
    ['1772366400000', noon],
    [noon, noon],
    [1.5, 1.5],
  ])('%j is one', (value, at) => {
    expect(documentEpochMs(value)).toBe(at);
    expect(isWithin(value, at, at)).toBe(true);
    expect(dates([value, [value]])).toEqual([at]);
  });

  it.each([
    '',
    'now',
    '2026-02-29',
    '2026-03-01T24:00:00Z',
    '2026-3-1',
    '2026-03-01T12:00:00 Z',
    '1e3',
    'x'.repeat(1e5),
    true,
  ])('%j is none', (value) => {
    expect(documentEpochMs(value)).toBeNaN();
    expect(isWithin(value, undefined, undefined)).toBe(false);
    expect(dates(value)).toEqual([]);
  });
});

it('an empty string is false, as in an index', () => {
  const all = ['', 'false', false, 'true', true, 'no', 0];
  expect(all.filter(isFalse)).toEqual(['', 'false', false]);
  expect(booleans(all)).toEqual([false, true]);
  expect(booleanColumn(all)).toEqual([false, false, false, true, true]);
  expect(booleanColumn('')).toBe(false);
});
