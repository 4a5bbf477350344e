import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addresses, booleans, dates, numbers, someChoice, texts } from '../../src/match/choice.ts';
import type { Value } from '../../src/query/types.ts';

describe('some choice', () => {
  it('is each of all choices, null for a field without values', () => {
    const seen: Value[][] = [];
    const fields = [['a', 'b'], [], [1, 2]];
    expect(someChoice(fields, (...values) => seen.push(values) < 0)).toBe(false);
    expect(seen).toEqual([
      ['a', null, 1],
      ['a', null, 2],
      ['b', null, 1],
      ['b', null, 2],
    ]);
  });

  it('holds if one does', () => {
    const values = fc.array(fc.nat({ max: 5 }), { maxLength: 4 });
    fc.assert(
      fc.property(values, values, fc.nat({ max: 10 }), (one, other, sum) => {
        const expected = one.some((a) => other.some((b) => a + b === sum));
        expect(
          someChoice([one, other], (a, b) => a !== null && b !== null && Number(a) + Number(b) === sum),
        ).toBe(expected);
      }),
    );
  });

  it('is looked for in time linear in the values of one field, and bounded for several', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => index);
    let tried = 0;
    const never = () => {
      tried++;
      return false;
    };
    expect(someChoice([many], never)).toBe(false);
    expect(tried).toBe(20_000);
    expect(someChoice([many, many], never)).toBe(true);
    expect(someChoice([many.slice(0, 100), many.slice(0, 100)], never)).toBe(false);
    expect(tried).toBe(30_000);
  });
});

describe('values', () => {
  const mixed = ['a', '', null, 3, ['3', true, 'a'], { x: 'below' }, 'true', '::1', '2026-03-01'];
  it.each<[string, readonly Value[], readonly Value[]]>([
    ['texts', texts(mixed), ['a', '3', 'true', '::1', '2026-03-01']],
    ['texts, with leaves', texts(mixed, true), ['a', '3', 'true', 'below', '::1', '2026-03-01']],
    ['numbers', numbers(mixed), [3]],
    ['booleans', booleans(mixed), [true]],
    ['addresses', addresses(mixed), ['::1']],
    ['dates', dates(mixed), [3, Date.UTC(2026, 2, 1)]],
  ])('are read as %s, each once', (_, read, expected) => {
    expect(read).toEqual(expected);
  });

  it('of nothing are none', () => {
    expect(texts(undefined)).toEqual([]);
    expect(numbers({ x: 1 })).toEqual([]);
  });
});
