/** What EQL texts mean as trees, what is refused, and that parsing stays small on large texts. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EqlExpression } from '../../../src/compile/eql/ast.ts';
import { maxDepth, parseEql } from '../../../src/compile/eql/parse.ts';
import { printExpression, printEql as printed } from '../../../src/compile/eql/print.ts';
import { statements } from '../../reference/arbitrary-eql.ts';
import { sharedData } from '../../shared-data.ts';

function condition(text: string): EqlExpression {
  const result = parseEql(`any where ${text}`);
  if ('problems' in result) throw new Error(`${text}\n${JSON.stringify(result.problems)}`);
  if (result.ast.query.kind !== 'event') throw new Error('an event query was expected');
  return result.ast.query.condition;
}

function problemOf(text: string): string {
  const result = parseEql(text);
  return 'ast' in result ? 'no problem' : result.problems.map(({ code }) => code).join(' ');
}

describe('operators', () => {
  it.each([
    ['a == 1 and b == 2 or not c == 3', '((a == 1) and (b == 2)) or (not (c == 3))'],
    ['a and (b and c) and d', 'a and (b and c) and d'],
    ['not a and b', '(not a) and b'],
    ['not not a', 'not (not a)'],
    ['1 + 2 * 3 - 4 % 5', '(1 + (2 * 3)) - (4 % 5)'],
    ['8 / 4 / 2', '(8 / 4) / 2'],
    ['-a * -b', '(-a) * (-b)'],
    ['- - a', '-(-a)'],
    ['a-1 == +2', '(a - 1) == 2'],
    ['a in (1) == true', '(a in (1)) == true'],
    ['a + b : "x"', 'a + (b : "x")'],
    ['a not in~ ("x", f(y))', 'not (a in~ ("x", f(y)))'],
    ['a like "x" or b regex~ ("y", "z")', '(a like "x") or (b regex~ ("y", "z"))'],
    ['startsWith~ (a, "b")', 'startsWith~(a, "b")'],
    ['?a . b != null', '?a.b != null'],
    ['`a``b` == 1', '`a``b` == 1'],
    ['`1`.b == 1', '`1.b` == 1'],
    ['order == 1 and inner == 2 and nullable == 3', '(order == 1) and (inner == 2) and (nullable == 3)'],
    ['(((a)))', 'a'],
  ])('bind as they should: %s', (text, printed) => {
    expect(printExpression(condition(text))).toBe(printed);
  });
});

describe('values', () => {
  it.each<[string, unknown]>([
    ['"a\\"b\\\\c\\n\\t"', 'a"b\\c\n\t'],
    ['"\\u{200f}\\u{0001F600}"', '\u200f\u{1f600}'],
    ['"""a\\b"c"""', 'a\\b"c'],
    ['"""a""""', 'a"'],
    ['""""""', ''],
    ['""', ''],
    ['"/* no comment */ // neither"', '/* no comment */ // neither'],
    ['5', 5],
    ['5.', 5],
    ['.5', 0.5],
    ['1e3', 1000],
    ['9007199254740993', 9007199254740993n],
    ['18446744073709551615', 18446744073709551615n],
    ['18446744073709551616', 2 ** 64],
    ['true', true],
  ])('are read: %s', (text, value) => {
    expect(condition(text)).toMatchObject({ value });
  });

  it('keep whether a number is whole', () => {
    expect([condition('5').kind, condition('5.0').kind, condition('18446744073709551616').kind]).toEqual([
      'integer',
      'decimal',
      'decimal',
    ]);
  });

  it('have the span they stand at', () => {
    const text = 'any where /* ( */ foo (  a , "b" ) // )\n == 1 ';
    const result = parseEql(text);
    if ('problems' in result || result.ast.query.kind !== 'event') throw new Error(text);
    const { span } = result.ast;
    expect(text.slice(span.start, span.end)).toBe('any where /* ( */ foo (  a , "b" ) // )\n == 1');
    const { condition: compared } = result.ast.query;
    if (compared.kind !== 'comparison') throw new Error(compared.kind);
    expect(text.slice(compared.left.span.start, compared.left.span.end)).toBe('foo (  a , "b" )');
    expect(text.slice(compared.right.span.start, compared.right.span.end)).toBe('1');
  });
});

describe('parsing', () => {
  it.each([
    ['any where', 'unexpected-text'],
    ['any where a = 1', 'single-equals'],
    ["any where a == 'x'", 'single-quotes'],
    ['any where a == ?"x"', 'old-raw-string'],
    ['sequence [any where true]', 'too-few-stages'],
    ['sequence [any where true] ![any where true]', 'missing-event'],
    ['sequence with maxspan=1m ![any where true] ![any where true]', 'only-missing-events'],
    ['sequence [any where true] by a [any where true]', 'number-of-join-keys'],
    ['sequence [any where true] with runs=0 [any where true]', 'runs'],
    ['sample [any where true] [any where true]', 'join-key'],
    ['any where a == 1 | unique a', 'unsupported-pipe'],
    ['any where by == 1', 'unexpected-text'],
    ['Process Where true', 'unexpected-text'],
  ])('refuses: %s', (text, code) => {
    expect(problemOf(text)).toBe(code);
  });

  it('reports all that is wrong with the shape of a query at once', () => {
    const text = 'sequence [x where true] by a ![y where true] with runs=2 until [z where true] by b, c';
    expect(problemOf(text)).toBe('missing-event runs number-of-join-keys number-of-join-keys');
  });

  it.each([
    ['parentheses', (depth: number) => `any where ${'('.repeat(depth)}a${')'.repeat(depth)}`],
    ['calls', (depth: number) => `any where ${'f('.repeat(depth)}a${')'.repeat(depth)}`],
    ['lists', (depth: number) => `any where ${'a in ('.repeat(depth)}a${')'.repeat(depth)}`],
    ['negations', (depth: number) => `any where ${'not '.repeat(depth)}a`],
    ['minus signs', (depth: number) => `any where ${'- '.repeat(depth)}a`],
    ['plus signs', (depth: number) => `any where ${'+'.repeat(depth)}a`],
    ['comments', (depth: number) => `any where ${'/*'.repeat(depth)}${'*/'.repeat(depth)} a`],
  ])('takes %s so deep, and no deeper', (_what, nested) => {
    expect(parseEql(nested(maxDepth))).toHaveProperty('ast');
    expect(problemOf(nested(maxDepth + 1))).toBe('too-deep');
    expect(problemOf(nested(100_000))).toBe('too-deep');
  });

  // A rule that is tried again at every level, or a comment that is read again at every slash, would never end here.
  it('takes one pass over long texts', () => {
    const values = Array.from({ length: 3000 }, (_, index) => `"v${index}"`).join(', ');
    const groups = `${'('.repeat(100)}a in (${values})${')'.repeat(100)}`;
    expect(problemOf(`any where ${groups} and ${groups}`)).toBe('no problem');
    expect(problemOf(`any where ${'a == 1 and '.repeat(5000)}true`)).toBe('no problem');
    expect(problemOf(`any where a ${'/*'.repeat(150)} ${'x'.repeat(50_000)}`)).toBe('unclosed-comment');
    expect(problemOf(`any where ${'('.repeat(150)}a${' '.repeat(50_000)}`)).toBe('unclosed-bracket');
    expect(problemOf(`any where a == "${'\\\\'.repeat(50_000)}`)).toBe('unclosed-string');
  });

  it('never fails otherwise, whatever the text', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...'any where sequence by with maxspan = 5m [ ] ( ) ![ until | head " """ \' ` ? ~ in'.split(' '),
      ),
      fc.constantFrom(
        'process',
        'like',
        '/*',
        '*/',
        '//',
        '\n',
        ',',
        '-',
        '<',
        '!=',
        '\\',
        'sample',
        'runs',
        '1.',
      ),
      fc.string({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.constantFrom(' ', ''), (pieces, blank) => {
        const text = pieces.join(blank);
        const result = parseEql(text);
        for (const { span, message } of 'ast' in result ? [] : result.problems) {
          expect(message).not.toMatch(/undefined|\bor $/);
          expect(span?.start).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('gives every node of an arbitrary query a span within it', () => {
    const check = (node: unknown, text: string): void => {
      if (Array.isArray(node)) for (const each of node) check(each, text);
      if (typeof node !== 'object' || node === null) return;
      const { span } = node as { span?: { start: number; end: number } };
      if (span !== undefined) {
        expect(span.start).toBeLessThan(span.end);
        expect(text.slice(span.start, span.end).trim()).toBe(text.slice(span.start, span.end));
      }
      for (const each of Object.values(node)) check(each, text);
    };
    fc.assert(
      fc.property(statements, (tree) => {
        const result = parseEql(printed(tree));
        if ('problems' in result) expect.fail(JSON.stringify(result.problems));
        check(result.ast, printed(tree));
      }),
      { numRuns: 300 },
    );
  });

  for (const path of ['eql/cases.json', 'eql/extra-cases.json', 'elasticsearch-cases/eql/cases.json']) {
    const file = sharedData(path);
    it.skipIf(file === undefined)(`reads the queries of Elasticsearch’s suites: ${path}`, () => {
      const cases = JSON.parse(readFileSync(file ?? '', 'utf8')) as readonly {
        query: string;
        expect_error?: boolean;
      }[];
      for (const { query, expect_error } of cases) {
        expect(problemOf(query) === 'no problem', query).toBe(expect_error !== true);
      }
    });
  }
});
