/** Lucene's regular expressions: against a matcher that is slow and plain, and what is said of wrong ones. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRegex, compileRegex } from '../../../src/query/regex/regex.ts';
import { matchesRegex } from '../../reference/eql/regex.ts';

const atom = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'A', 'ſ', 's', 'é', '\\.', '\\d', '\\W', '7', '-') },
  { weight: 2, arbitrary: fc.constantFrom('.', '@', '#', '()', '"a.b"', '<1-20>', '<07-12>', '<9-0012>') },
  { weight: 2, arbitrary: fc.constantFrom('[ab]', '[^a]', '[a-c7]', '[^\\d-]', '[]a]', '[A-Z]', '[à-ö]') },
);
const patterns: fc.Arbitrary<string> = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    atom,
    fc.array(tie('pattern'), { minLength: 2, maxLength: 3 }).map((of) => of.join('')),
    fc
      .tuple(tie('pattern'), fc.constantFrom('?', '*', '+', '{2}', '{0,2}', '{1,}', '{0}'))
      .map(([of, sign]) => `(${of})${sign}`),
    fc
      .tuple(tie('pattern'), tie('pattern'), fc.constantFrom('|', '&'))
      .map(([a, b, sign]) => `(${a}${sign}${b})`),
    tie('pattern').map((of) => `~(${of})`),
  ),
})).pattern;
const texts = fc.string({ unit: fc.constantFrom(...'abABsSſéÉ.7120-\n\u{1f600}'), maxLength: 7 });

describe('a regular expression', () => {
  it('matches what its definition says', () => {
    fc.assert(
      fc.property(patterns, texts, fc.boolean(), (pattern, text, caseInsensitive) => {
        expect(compileRegex(pattern, caseInsensitive)(text)).toBe(
          matchesRegex(pattern, text, caseInsensitive),
        );
      }),
      { numRuns: 20_000 },
    );
  });

  it.each([
    ['ab.', ['aba', 'abz', 'ab\n', 'ab\u{1f600}'], ['ab', 'abcd']],
    ['a~bc', ['adc', 'aec', 'ac', 'addc'], ['abc']],
    ['foo<1-100>', ['foo1', 'foo01', 'foo100', 'foo007'], ['foo0', 'foo101', 'foo']],
    ['foo<01-99>', ['foo01', 'foo99'], ['foo1', 'foo001']],
    ['aaa.+&.+bbb', ['aaabbb'], ['aaab', 'abbb']],
    ['@&~(abc.+)', ['abc', 'x', ''], ['abcd']],
    ['"a.b"', ['a.b'], ['axb']],
    ['a{2,}', ['aa', 'aaaa'], ['a']],
    ['[abc\\-]', ['-', 'a'], ['\\']],
    ['\\s\\1', [' 1'], ['11']],
    ['[a\\\\-]+', ['a\\-'], [']']],
    ['[A-]a]', ['A', '[', ']', 'a'], ['-', 'b']],
    ['[+--][-a][^-]', ['+-a', ',a+'], ['b-a', '+--']],
    ['a||b', ['a', '|b'], ['b', '']],
    ['*sh.{1,2}-c*', ['*sh a-c', '*sh12-'], ['bash a-c', 'sh a-cc']],
    ['(sh>&|0>&1|>&x|nc)', ['nc'], ['sh>', '0>', 'sh>&', '1']],
    ['', [''], ['a']],
  ])('%s', (pattern, matched, others) => {
    const matches = compileRegex(pattern, false);
    expect(matched.filter((text) => !matches(text))).toEqual([]);
    expect(others.filter(matches)).toEqual([]);
  });

  it('folds ranges too where case does not count', () => {
    expect(compileRegex('[a-c]+é', true)('AbCÉ')).toBe(true);
    expect(compileRegex('[^a-c]', true)('B')).toBe(false);
  });
});

describe('the work', () => {
  /** Counts how often a character of a text is looked at. */
  function lookedAt(pattern: string, text: string): number {
    let count = 0;
    const counted = Object.create(String.prototype, {
      length: { value: text.length },
      codePointAt: {
        value: (at: number) => {
          count++;
          return text.codePointAt(at);
        },
      },
    });
    compileRegex(pattern, false)(counted);
    return count;
  }

  it.each([
    ['(a*)*b', 'a'],
    ['(a|a)*b', 'a'],
    ['(x+x+)+y', 'x'],
    ['.*.*.*.*=', 'x'],
    ['~(.*a.*b.*)&(.*c)*', 'c'],
    ['([^ ]+[ ]{3,}[^ ]*){3,}.*', 'a   '],
  ])('is one look at each character: %s', (pattern, unit) => {
    const text = unit.repeat(50_000);
    expect(lookedAt(pattern, text)).toBeLessThanOrEqual(text.length);
  });

  it('is refused beforehand where the automaton would be too large', () => {
    for (const pattern of [
      '((a{1,50}){1,50})b',
      '.*a.{20}',
      '(a|b)*a(a|b){14}c',
      '((a{1000}){1000}){1000}',
      '(.*a.{9}){9}',
    ]) {
      expect(checkRegex(pattern, false), pattern).toMatchObject([{ severity: 'error' }]);
    }
  });
});

describe('what is said of', () => {
  it.each([
    ['(a', 'error', 0],
    ['a)', 'error', 1],
    ['[a', 'error', 0],
    ['"a', 'error', 0],
    ['a|', 'error', 2],
    ['*a', 'warning', 0],
    ['x|{2}', 'warning', 2],
    ['a{x}', 'error', 1],
    ['a{3,2}', 'error', 1],
    ['a{5000}', 'error', 1],
    ['[z-a]', 'error', 1],
    ['a\\', 'error', 1],
    ['<a>', 'error', 0],
    ['~', 'error', 1],
    ['('.repeat(200), 'error', 101],
    ['a'.repeat(1001), 'error', 1000],
    ['^abc', 'warning', 0],
    ['abc$', 'warning', 3],
    ['a\\1', 'warning', 1],
    ['a\\n', 'error', 1],
    ['[\\t]', 'error', 1],
    ['[a-]', 'error', 1],
    ['[A-]', 'error', 0],
    ['0>&1', 'warning', 0],
    ['|a', 'warning', 0],
    ['a||b', 'warning', 2],
    ['&a', 'warning', 0],
    ['x(a|0>&1|b)', 'warning', 4],
    ['a|~(@)', 'warning', 2],
  ])('%s', (pattern, severity, at) => {
    expect(checkRegex(pattern, false)).toMatchObject([{ severity, at }]);
    if (severity === 'error') expect(() => compileRegex(pattern, false)).toThrow(SyntaxError);
  });

  it('a sound one: nothing', () => {
    expect(checkRegex('/bin/(ba|z)?sh .*', true)).toEqual([]);
  });
});
