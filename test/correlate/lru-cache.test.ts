import { describe, expect, it } from 'vitest';
import { combinations } from '../../src/correlate/combinations.ts';
import { digest } from '../../src/correlate/digest.ts';
import { LruCache } from '../../src/correlate/lru-cache.ts';

describe('a cache', () => {
  it('forgets what was used longest ago', () => {
    const cache = new LruCache<number>(2);
    cache.set('a', 1);
    cache.set('b', 2);
    expect(cache.get('a')).toBe(1);
    cache.set('c', 3);
    expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual([1, undefined, 3]);
  });

  it('is bounded by weight, and keeps nothing that is too heavy', () => {
    const cache = new LruCache<string>(10);
    cache.set('a', 'x', 4);
    cache.set('b', 'x', 4);
    cache.set('a', 'y', 6);
    expect([cache.get('a'), cache.get('b')]).toEqual(['y', 'x']);
    cache.set('c', 'x', 5);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([undefined, 'x', 'x']);
    cache.set('d', 'x', 11);
    expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('a digest', () => {
  it('is the text itself if that is short', () => {
    expect(digest('10.0.0.1')).toBe('10.0.0.1');
    expect(digest('x'.repeat(32))).toBe('x'.repeat(32));
  });

  it('of a long text is short, and no text of its own', () => {
    const long = digest('x'.repeat(33));
    expect(long).toMatch(/^~[\w-]{22}$/);
    expect(digest(long)).not.toBe(long);
    expect(digest('x'.repeat(34))).not.toBe(long);
  });
});

describe('combinations', () => {
  it.each([
    { values: [], expected: [[]] },
    { values: [['a', 'b']], expected: [['a'], ['b']] },
    { values: [['a', 'a', 1, '1']], expected: [['a'], ['1']] },
    {
      values: [
        ['a', 'b'],
        [1, true],
      ],
      expected: [
        ['a', '1'],
        ['a', 'true'],
        ['b', '1'],
        ['b', 'true'],
      ],
    },
    { values: [['a'], []], expected: [] },
    { values: [[], ['a']], expected: [] },
  ])('of $values', ({ values, expected }) => {
    expect(combinations(values)).toEqual(expected);
  });

  it('are at most 100, at once', () => {
    const many = Array.from({ length: 100_000 }, (_, index) => index);
    expect(combinations([many, many, many])).toHaveLength(100);
  });
});
