import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesPattern } from '../../src/schema/wildcard.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 12 });

describe('matchesPattern', () => {
  it('agrees with a regular expression that says the same', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), text, (pieces, value) => {
        const expression = new RegExp(
          `^${pieces.map((piece) => piece.replaceAll('.', '\\.')).join('.*')}$`,
          's',
        );
        expect(matchesPattern(value, pieces)).toBe(expression.test(value));
      }),
      { numRuns: 3000 },
    );
  });

  it('does not overlap the head with the tail', () => {
    expect(matchesPattern('aba', ['ab', 'ba'])).toBe(false);
    expect(matchesPattern('abba', ['ab', 'ba'])).toBe(true);
  });

  it('looks at each part of the value only so often, however hostile', () => {
    let searched = 0;
    const value = 'a'.repeat(200_000);
    const counted = Object.create(String.prototype, {
      length: { value: value.length },
      startsWith: { value: (head: string) => value.startsWith(head) },
      endsWith: { value: (tail: string) => value.endsWith(tail) },
      indexOf: {
        value: (piece: string, from: number) => {
          const found = value.indexOf(piece, from);
          searched += (found === -1 ? value.length : found + piece.length) - from;
          return found;
        },
      },
    });
    const pieces = ['', ...Array.from({ length: 40 }, () => 'aaaaaaab'), ''];
    expect(matchesPattern(counted, pieces)).toBe(false);
    expect(matchesPattern(counted, ['', ...Array.from({ length: 40 }, () => 'aaaa'), 'b', ''])).toBe(false);
    expect(searched).toBeLessThanOrEqual(4 * value.length);
  });
});
