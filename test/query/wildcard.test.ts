import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldCase, foldCodePoint, lastCased } from '../../src/query/fold-case.ts';
import { compileWildcard } from '../../src/query/wildcard.ts';
import { matchesTree, type Tree } from '../reference/eql/regex.ts';

function treeOf(pattern: string): Tree {
  const of = Array.from(pattern, (each): Tree => {
    if (each === '*') return { kind: 'everything' };
    return each === '?' ? { kind: 'any' } : { kind: 'character', text: each };
  });
  return { kind: 'concat', of };
}

const text = (unit: string) => fc.string({ unit: fc.constantFrom(...unit), maxLength: 10 });

describe('a wildcard pattern', () => {
  it('matches what its definition says', () => {
    fc.assert(
      fc.property(text('abA*?é\u{1f600}'), text('abABÉ\u{1f600}\n'), fc.boolean(), (pattern, value, ci) => {
        expect(compileWildcard(pattern, ci)(value)).toBe(matchesTree(treeOf(pattern), value, ci));
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('folding', () => {
  it('keeps the length of every character, and is done after one time', () => {
    const wrong: number[] = [];
    for (let code = 0; code <= 0x10ffff; code++) {
      const folded = foldCodePoint(code);
      if (folded > 0xffff !== code > 0xffff || foldCodePoint(folded) !== folded) wrong.push(code);
    }
    expect(wrong).toEqual([]);
  });

  it('knows the last character that has a case', () => {
    const cased = Array.from({ length: 0x10ffff - lastCased }, (_, index) => lastCased + 1 + index).filter(
      (code) => {
        const character = String.fromCodePoint(code);
        return character.toLowerCase() !== character.toUpperCase();
      },
    );
    expect(cased).toEqual([]);
  });

  it('takes capital and small letters for one, and others not', () => {
    expect(foldCase('ÀÉΣσςſKı')).toBe('àéσσσski');
    expect(foldCase('ß')).not.toBe(foldCase('SS'));
  });
});
