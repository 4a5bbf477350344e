/** Expressions with groups: against JavaScript's own where the two mean the same, and how much work they take. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../../src/query/group-regex/compile.ts';
import { java, oniguruma } from '../../../src/query/group-regex/dialect.ts';
import { ExpressionError } from '../../../src/query/group-regex/node.ts';
import { parseReplacement, replaceAll } from '../../../src/query/group-regex/replace.ts';
import { Search } from '../../../src/query/group-regex/search.ts';

type Found = readonly (string | undefined)[];

function all(pattern: string, text: string, dialect = java): readonly Found[] {
  const program = compileExpression(pattern, dialect);
  const search = new Search(program, text);
  const found: Found[] = [];
  for (let from = 0; from <= text.length; ) {
    const match = search.find(from);
    if (match === undefined) break;
    const [start, end] = match;
    const groups = Array.from({ length: program.slots / 2 - 1 }, (_, index) => search.group(index + 1));
    found.push([`${start}:${text.slice(start, end)}`, ...groups]);
    from = end > start ? end : end + 1;
  }
  return found;
}

function expected(pattern: string, text: string): readonly Found[] {
  return [...text.matchAll(new RegExp(pattern, 'gu'))].map((match) => [
    `${match.index}:${match[0]}`,
    ...match.slice(1),
  ]);
}

/**
 * Groups stand outside of repetitions: within them JavaScript forgets what an earlier round captured. What is repeated
 * takes a character: JavaScript goes no round that takes none, where Java goes one.
 */
const { inner } = fc.letrec<{ inner: string }>((tie) => ({
  inner: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('a', 'b', 'c', '.', '[ab]', '[^a]', '\\w', '\\b', '^', '$', 'é', '(?!a)', '(?<=b)', ''),
    fc.tuple(tie('inner'), tie('inner')).map(([one, other]) => one + other),
    fc.tuple(tie('inner'), tie('inner')).map(([one, other]) => `(?:${one}|${other})`),
    fc
      .tuple(tie('inner'), fc.constantFrom('*', '+', '?', '{2}', '{0,2}', '{1,}', '*?', '+?', '??', '{1,3}?'))
      .map(([of, times]) => `(?:${of}[ab])${times}`),
  ),
}));
const pattern = fc
  .array(
    fc.tuple(inner, fc.boolean()).map(([of, grouped]) => (grouped ? `(${of})` : of)),
    { minLength: 1, maxLength: 3 },
  )
  .chain((parts) => fc.constantFrom(parts.join(''), parts.join('|')));
const text = fc.string({ unit: fc.constantFrom(...'aabbc é\n\u{1f600}'), maxLength: 12 });

function replaced(text: string, of: string, by: string): string | undefined {
  const program = compileExpression(of, java);
  return replaceAll(program, text, parseReplacement(by, program), 1e6);
}

describe('a search', () => {
  it('finds what JavaScript finds', () => {
    fc.assert(
      fc.property(pattern, text, (of, within) => {
        // JavaScript's `$` is the end alone, Java's also before a newline that ends the text.
        expect(all(of.replaceAll('$', '\\z'), within)).toEqual(expected(of, within));
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    [
      '(a|b)*',
      'abc',
      [
        ['0:ab', 'b'],
        ['2:', undefined],
        ['3:', undefined],
      ],
    ],
    ['(?:\\b|a){0,2}', 'a', [['0:'], ['1:']]],
    ['(?i)straSSe', 'STRASSE', [['0:STRASSE']]],
    ['(?i:a)b', 'AbAB', [['0:Ab']]],
    ['a(?i)b|c', 'aBC', [['0:aB'], ['2:C']]],
    ['(?s).', '\n', [['0:\n']]],
    ['(?m)^b$', 'a\nb', [['2:b']]],
    ['b$', 'b\n', [['0:b']]],
    ['\\bä', 'xä', [['1:ä']]],
    ['\\Qa.b\\E+', 'a.bb', [['0:a.bb']]],
    ['[a-c&&[^b]]+', 'abca', [['0:a'], ['2:ca']]],
    ['[\\w.-]+', 'a-b.c d', [['0:a-b.c'], ['6:d']]],
    ['[]a]+', 'a]', [['0:a]']]],
    ['[^]a]+', 'a]b', [['2:b']]],
    ['\\p{Lu}\\p{Alpha}', 'Éa', [['0:Éa']]],
    ['\\x41\\u0042\\x{1F600}', 'AB\u{1f600}', [['0:AB\u{1f600}']]],
    ['\\w++`', 'ab`', [['0:ab`']]],
    ['\\w++b', 'ab', []],
    ['(?>\\d\\d){1,2}', '12345', [['0:1234']]],
    ['a\\Rb', 'a\r\nb', [['0:a\r\nb']]],
  ] as const)('finds %s in %j', (of, within, found) => {
    expect(all(of, within)).toEqual(found);
  });

  it.each([
    ['^b$', 'a\nb', [['2:b']]],
    ['(?m).', '\n', [['0:\n']]],
    ['.', '\r', [['0:\r']]],
    ['\\h+', 'ff g', [['0:ff']]],
    ['\\w+', 'zü_1', [['0:z'], ['2:_1']]],
    ['\\w+\\b', 'zü_1', [['2:_1']]],
    ['\\s\\d', '\u00a01 \u0661 1', [['4: 1']]],
    ['[[:alpha:]]+', 'aü1', [['0:aü']]],
    ['[[:word:]]+', 'zü_1 \u0661', [['0:zü_1'], ['5:\u0661']]],
    ['[^[:space:]]+', 'a\u00a0b', [['0:a'], ['2:b']]],
    ['\\p{Alpha}[[:punct:]]', 'ü«', [['0:ü«']]],
    ['\\u00e9', 'é u00e9', [['2:u00e9']]],
    ['a{,2}', 'aaa', [['0:aa'], ['2:a'], ['3:']]],
    ['{a}', '{a}', [['0:{a}']]],
    ['(?i)Ü', 'ü', [['0:ü']]],
  ] as const)('finds Oniguruma’s %s in %j', (of, within, found) => {
    expect(all(of, within, oniguruma)).toEqual(found);
  });
});

describe('an expression', () => {
  it.each([
    ['(', 'Unclosed group near index 1'],
    [')', 'Unmatched closing `)` near index 0'],
    ['[a', 'Unclosed character class near index 0'],
    ['*a', 'Dangling meta character `*` near index 0'],
    ['a{2,1}', 'Illegal repetition range near index 1'],
    ['a{1001}', 'More than 1000 repetitions near index 1'],
    ['(?:a{1000}){1000}', 'The expression is too large near index 0'],
    ['(a)\\1', 'Back-references are not supported near index 3'],
    ['(?=ab)', 'Look-around at more than one character near index 0'],
    ['(?>a+)', 'Atomic group near index 0'],
    ['(?:ab)++', 'Possessive repetition of more than one character near index 0'],
    ['\\y', 'Illegal escape sequence `\\y` near index 0'],
    ['\\p{Foo}', 'Unknown character property `Foo` near index 0'],
    ['\\', 'A backslash ends the expression near index 0'],
    ['(?x)a', 'The flag `x` is not supported near index 0'],
  ])('%s is refused', (of, message) => {
    expect(() => compileExpression(of, java)).toThrow(ExpressionError);
    expect(() => compileExpression(of, java)).toThrow(message);
  });

  it('is written out no longer than it is', () => {
    const nested = `${'(?:'.repeat(20)}a?${'){0}{1000}'.repeat(20)}`;
    expect(() => compileExpression(nested, java)).not.toThrow();
  });
});

describe('a replacement', () => {
  it.each([
    ['abc', '', '-', '-a-b-c-'],
    ['baaac', 'a*', '-', '-b--c-'],
    ['a1b22', '([a-z])(\\d+)', '$2$1', '1a22b'],
    ['a', '(a)', '$10', 'a0'],
    ['a', '(?<x>a)', `[\${x}]`, '[a]'],
    ['a', 'a', '\\$1\\\\', '$1\\'],
    ['a', '(a)|(b)', '<$2>', '<>'],
    ['\u{1f600}', '', '-', '-\u{1f600}-'],
  ])('in %j of %s by %s is %j', (within, of, by, result) => {
    expect(replaced(within, of, by)).toBe(result);
  });

  it.each([
    ['$', 'Illegal group reference'],
    ['$2', 'No group 2'],
    [`\${y}`, 'No group y'],
    ['\\', 'character to be escaped is missing'],
  ])('%s is refused', (by, message) => {
    expect(() => replaced('a', '(a)', by)).toThrow(message);
  });
});

describe('the work', () => {
  /** Steps for each character of a text and instruction of a program, all matches searched for. */
  function work(of: string, within: string): number {
    const program = compileExpression(of, java);
    const search = new Search(program, within);
    for (let from = 0; from <= within.length; ) {
      const found = search.find(from);
      if (found === undefined) break;
      from = found[1] > found[0] ? found[1] : found[1] + 1;
    }
    return search.steps / (within.length + 1) / program.instructions.length;
  }

  it.each([
    ['(a+)+b', 'a'],
    ['(a|a)*b', 'a'],
    ['(.*)*x', 'a'],
    ['a.*b|a', 'a'],
    ['x*y|x', 'x'],
    ['(\\w+\\s?)*!', 'a '],
    ['([?&][a-z0-9_.-]*(?:token|key)[a-z0-9_.-]*=)[^& ]+', '?token'],
    ['eyJ[A-Za-z0-9_-]+[.][A-Za-z0-9_-]+[.][A-Za-z0-9_-]+', 'eyJa'],
  ])('of %s is linear in a text of %j', (of, unit) => {
    for (const times of [50, 500, 5000]) expect(work(of, unit.repeat(times))).toBeLessThan(2.5);
  });
});
