/** What ES|QL texts mean as trees, what is refused, and that parsing stays small on large texts. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../../../build/esql-parser.js';
import type { Expression } from '../../../src/compile/esql/ast.ts';
import { cutCommands } from '../../../src/compile/esql/cut.ts';
import {
  maxCommands,
  maxDepth,
  maxLength,
  maxTreeDepth,
  parseEsql,
} from '../../../src/compile/esql/parse.ts';
import { printExpression, printEsql as printed } from '../../../src/compile/esql/print.ts';
import { commandWords, keywords, missingCommands, timeUnits } from '../../../src/compile/esql/words.ts';
import { queries } from '../../reference/arbitrary-esql.ts';
import { sharedData } from '../../shared-data.ts';

function expression(text: string): Expression {
  const result = parseEsql(`ROW x = ${text}`);
  if ('problems' in result) throw new Error(`${text}\n${JSON.stringify(result.problems)}`);
  const { source } = result.ast;
  const field = source.kind === 'row' ? source.fields[0] : undefined;
  if (field === undefined) throw new Error('a ROW was expected');
  return field.expression;
}

function problemOf(text: string): string {
  const result = parseEsql(text);
  return 'ast' in result ? 'no problem' : result.problems.map(({ code }) => code).join(' ');
}

/** How often the generated parser asks for something of a command's text. */
function lookedAt(text: string): number {
  let count = 0;
  const counted = new Proxy(new String(text), {
    get: (_, member) => {
      const of = text[member as keyof string];
      if (typeof of !== 'function') return of;
      return (...args: unknown[]) => {
        count++;
        return (of as (...args: unknown[]) => unknown).apply(text, args);
      };
    },
  });
  const refuse = (name: string) => expect.fail(name);
  const limits = { maxDepth, maxTreeDepth, base: 0, refuse };
  const words = { keywords, timeUnits, commands: commandWords, missingCommands };
  parse(counted as unknown as string, { startRule: 'Processing', ...limits, ...words });
  return count;
}

describe('operators', () => {
  it.each([
    ['a == 1 and b == 2 OR not c == 3', '((a == 1) AND (b == 2)) OR (NOT (c == 3))'],
    ['a and (b and c) and d', 'a AND (b AND c) AND d'],
    ['NOT a AND b', '(NOT a) AND b'],
    ['not not a', 'NOT (NOT a)'],
    ['NOT a IN (1)', 'NOT (a IN (1))'],
    ['1 + 2 * 3 - 4 % 5', '(1 + (2 * 3)) - (4 % 5)'],
    ['8 / 4 / 2', '(8 / 4) / 2'],
    ['-a * -b', '(-a) * (-b)'],
    ['- - a', '-(-a)'],
    ['a-1 == +2', '(a - 1) == 2'],
    ['-5::string', '-5::string'],
    ['-a::int::string', '-a::int::string'],
    ['a + b::double / c', 'a + (b::double / c)'],
    ['a > 1 IS NULL', '(a > 1) IS NULL'],
    ['a + 1 IS NOT NULL', '(a + 1) IS NOT NULL'],
    ['a not in (1, b + c)', 'NOT (a IN (1, (b + c)))'],
    ['a LIKE "x*" or b not rlike ("y", "z")', '(a LIKE "x*") OR (NOT (b RLIKE ("y", "z")))'],
    ['a == b like "x"', '(a == b) LIKE "x"'],
    ['a:"x" and b::keyword : 5', '(a : "x") AND (b::keyword : 5)'],
    ['TO_LOWER ( a, [ 1 , 2 ] )', 'TO_LOWER(a, [1, 2])'],
    ['COUNT( * ) + count()', 'COUNT(*) + count()'],
    ['last(a, b) - First(a)', 'last(a, b) - First(a)'],
    ['a . b . `c d`', '`a.b.c d`'],
    ['order and inner and nullable and limits', 'order AND inner AND nullable AND limits'],
    ['now() - 7 days', 'now() - 7 days'],
    ['b - 1 d-4HOURS', '(b - 1 days) - 4 hours'],
    ['(((a)))', 'a'],
  ])('bind as they should: %s', (text, print) => {
    expect(printExpression(expression(text))).toBe(print);
  });
});

describe('values', () => {
  it.each<[string, unknown]>([
    ['"a\\"b\\\\c\\n\\t\\r"', 'a"b\\c\n\t\r'],
    ['"""a\\b"c"""', 'a\\b"c'],
    ['"""a""""', 'a"'],
    ['"""a"""""', 'a""'],
    ['""""""', ''],
    ['""', ''],
    ['"/* no comment */ // neither | no pipe"', '/* no comment */ // neither | no pipe'],
    ['5', 5],
    ['-5', -5],
    ['+ 5', 5],
    ['5.', 5],
    ['.5', 0.5],
    ['-1e3', -1000],
    ['1.5E-2', 0.015],
    ['9007199254740993', 9007199254740993n],
    ['-9223372036854775808', -(2n ** 63n)],
    ['18446744073709551616', 2 ** 64],
    ['-9223372036854775809', -(2 ** 63)],
    ['TRUE', true],
    ['[1, -2]', undefined],
  ])('are read: %s', (text, value) => {
    expect((expression(text) as { value?: unknown }).value).toEqual(value);
  });

  it('keep whether a number is whole', () => {
    expect(['5', '5.0', '18446744073709551616'].map((text) => expression(text).kind)).toEqual([
      'integer',
      'decimal',
      'decimal',
    ]);
  });

  it.each([
    ['1 ms', 'millisecond'],
    ['1sec', 'second'],
    ['1 min', 'minute'],
    ['1 h', 'hour'],
    ['1 DAYS', 'day'],
    ['1 w', 'week'],
    ['1 mo', 'month'],
    ['1 quarters', 'quarter'],
    ['1 yr', 'year'],
  ])('know units of time: %s', (text, unit) => {
    expect(expression(text)).toMatchObject({ kind: 'timespan', count: 1, unit });
  });

  it('have the span they stand at, with their parentheses', () => {
    const text = 'FROM a /* | */ | EVAL b = 1 // |\n, ( c + foo (  d , "|" ) ) * 2 | LIMIT 1 ';
    const result = parseEsql(text);
    if ('problems' in result) throw new Error(JSON.stringify(result.problems));
    const at = ({ span }: { span: { start: number; end: number } }) => text.slice(span.start, span.end);
    const [, evaluated, limited] = [result.ast.source, ...result.ast.commands];
    if (evaluated?.kind !== 'eval' || limited === undefined) throw new Error(text);
    const product = evaluated.fields[1]?.expression;
    if (product?.kind !== 'arithmetic' || product.left.kind !== 'arithmetic') throw new Error(product?.kind);
    expect(at(result.ast)).toBe(text.trim());
    expect(at(limited)).toBe('LIMIT 1');
    expect(at(product)).toBe('( c + foo (  d , "|" ) ) * 2');
    expect(at(product.left)).toBe('( c + foo (  d , "|" ) )');
    expect(at(product.left.right)).toBe('foo (  d , "|" )');
  });
});

describe('a query is cut into commands', () => {
  it.each([
    ['FROM a', ['FROM a']],
    ['FROM a|LIMIT 1', ['FROM a', 'LIMIT 1']],
    ['| |', ['', ' ', '']],
    ['a || b | c', ['a || b ', ' c']],
    ['a "|" | b """|"|""" | c `|` | d', ['a "|" ', ' b """|"|""" ', ' c `|` ', ' d']],
    ['a // |"\n | b /* | /* | */ | */ | c', ['a // |"\n ', ' b /* | /* | */ | */ ', ' c']],
    ['a "not closed |\n | b', ['a "not closed |\n ', ' b']],
    ['a "\\"|" | b "\\\\" | c', ['a "\\"|" ', ' b "\\\\" ', ' c']],
    ['a (b | c) | d', ['a (b ', ' c) ', ' d']],
    [
      'FROM a, (FROM b | LIMIT 1) | FORK (WHERE c | (d)) (e) | f',
      ['FROM a, (FROM b | LIMIT 1) ', ' FORK (WHERE c | (d)) (e) ', ' f'],
    ],
    ['a ` | b', ['a ` ', ' b']],
    ['a <x-{now/d}> | b', ['a <x-{now/d}> ', ' b']],
  ])('%s', (text, commands) => {
    expect(cutCommands(text).map(({ start, end }) => text.slice(start, end))).toEqual(commands);
  });
});

describe('parsing', () => {
  it.each([
    ['', 'unexpected-text'],
    ['FROM', 'unexpected-text'],
    ['FROM a |', 'unexpected-text'],
    ['FROM a || LIMIT 1', 'unexpected-text'],
    ['WHERE a == 1', 'source-expected'],
    ['FROM a | FROM b', 'source-misplaced'],
    ['FROM a WHERE b == 1', 'missing-pipe'],
    ['FROM a | WHERE b == 1 LIMIT 1', 'missing-pipe'],
    ['FROM a | WHERE b = 1', 'single-equals'],
    ["FROM a | WHERE b == 'x'", 'single-quotes'],
    ['FROM a | WHERE b == "x\ny"', 'unclosed-string'],
    ['FROM a | WHERE b == ?x', 'parameter'],
    ['FROM a | WHERE b == ?', 'parameter'],
    ['FROM a | KEEP ??x', 'parameter'],
    ['FROM a, (FROM b)', 'unsupported-syntax'],
    ['FROM a::failures', 'unsupported-syntax'],
    ['FROM a | STATS', 'no-aggregate'],
    ['FROM a | INLINE STATS BY b', 'no-aggregate'],
    ['FROM a | RENAME b* AS c', 'rename-wildcard'],
    ['FROM a | LIMIT -1', 'limit-count'],
    ['FROM a | LIMIT 1 BY b', 'unsupported-syntax'],
    ['FROM a | EVAL b = 5 parsecs', 'time-unit'],
    ['FROM a | EVAL b = 1.5 days', 'time-unit'],
    ['FROM a | EVAL b = [1, "x"]', 'mixed-list'],
    ['FROM a | EVAL b = [c]', 'list-constants'],
    ['FROM a | EVAL b = "\\d"', 'invalid-escape'],
    ['FROM a | EVAL b = c[0]', 'unsupported-syntax'],
    ['FROM a | WHERE LOWER(b) : "x"', 'match-column'],
    ['FROM a | WHERE 1 < b < 2', 'chained-comparison'],
    ['FROM a | NO_SUCH_COMMAND b', 'unknown-command'],
  ])('refuses: %s', (text, code) => {
    expect(problemOf(text)).toBe(code);
  });

  it('reports what is wrong with each of the commands at once', () => {
    const text = 'FROM a | WHERE b = 1 | EVAL c = (d | KEEP e, | STATS | WHERE "f\n | SORT g | LIMIT x';
    expect(problemOf(text)).toBe(
      'single-equals unclosed-bracket unexpected-text no-aggregate unclosed-string unexpected-text',
    );
  });

  it.each([
    ['parentheses', (depth: number) => `ROW a = ${'('.repeat(depth)}b${')'.repeat(depth)}`],
    ['calls', (depth: number) => `ROW a = ${'f('.repeat(depth)}b${')'.repeat(depth)}`],
    [
      'lists',
      (depth: number) =>
        `ROW a = ${'b in (('.repeat(Math.ceil(depth / 2))}b${'))'.repeat(Math.ceil(depth / 2))}`,
    ],
    ['negations', (depth: number) => `ROW a = ${'not '.repeat(depth)}b`],
    ['minus signs', (depth: number) => `ROW a = ${'- '.repeat(depth)}b`],
    ['plus signs', (depth: number) => `ROW a = ${'+'.repeat(depth)}b`],
    ['comments', (depth: number) => `ROW a = ${'/*'.repeat(depth)}${'*/'.repeat(depth)} b`],
  ])('takes %s so deep, and no deeper', (_what, nested) => {
    expect(parseEsql(nested(maxDepth))).toHaveProperty('ast');
    expect(problemOf(nested(maxDepth + 1))).toBe('too-deep');
    expect(problemOf(nested(50_000))).toBe('too-deep');
  });

  it.each([
    ['sums', (depth: number) => `ROW a = b${' + 1'.repeat(depth)}`],
    ['products', (depth: number) => `ROW a = b${' * 1'.repeat(depth)}`],
    ['casts', (depth: number) => `ROW a = b${'::long'.repeat(depth)}`],
    [
      'sums in groups',
      (depth: number) => `ROW a = ${'('.repeat(100)}b${` + 1)${' + 1'.repeat(depth / 100 - 1)}`.repeat(100)}`,
    ],
  ])('takes trees of %s so deep, and no deeper', (_what, nested) => {
    expect(parseEsql(nested(300))).toHaveProperty('ast');
    expect(parseEsql(nested(maxTreeDepth))).toHaveProperty('problems');
    expect(problemOf(nested(50_000))).toBe('too-deep');
  });

  it('takes so many commands and letters, and no more', () => {
    expect(problemOf(`FROM a${' | LIMIT 1'.repeat(maxCommands - 1)}`)).toBe('no problem');
    expect(problemOf(`FROM a${' | LIMIT 1'.repeat(maxCommands)}`)).toBe('too-many-commands');
    expect(problemOf(`FROM a // ${'x'.repeat(maxLength)}`)).toBe('too-long');
  });

  // A rule that is tried again at every level, or a comment that is read again at every slash, would never end here.
  it('takes one pass over long texts', () => {
    const values = Array.from({ length: 3000 }, (_, index) => `"v${index}"`).join(', ');
    const groups = `${'('.repeat(100)}a in (${values})${')'.repeat(100)}`;
    expect(problemOf(`FROM a | WHERE ${groups} and ${groups}`)).toBe('no problem');
    expect(problemOf(`FROM a | WHERE ${'a == 1 and '.repeat(5000)}true`)).toBe('no problem');
    expect(problemOf(`FROM a | EVAL ${'a = 1, '.repeat(5000)} b = 2`)).toBe('no problem');
    expect(problemOf(`FROM a | KEEP ${'a.'.repeat(50_000)}b, ${'*'.repeat(50_000)}`)).toBe('no problem');
    expect(problemOf(`FROM a | WHERE a ${'/*'.repeat(150)} ${'x'.repeat(50_000)}`)).toBe('unclosed-comment');
    expect(problemOf(`FROM a | WHERE ${'('.repeat(150)}a${' '.repeat(50_000)}`)).toBe('unclosed-bracket');
    expect(problemOf(`FROM a | WHERE a == "${'\\\\'.repeat(50_000)}`)).toBe('unclosed-string');
    expect(problemOf(`FROM a | WHERE ${'`'.repeat(50_001)}`)).toBe('empty-name');
    expect(problemOf(`FROM ${'('.repeat(50_000)}`)).toBe('unsupported-syntax');
  });

  it.each<[string, (size: number) => string]>([
    ['conditions', (size) => `WHERE ${'a == 1 and '.repeat(size)}true`],
    ['names', (size) => `KEEP ${'a.'.repeat(size)}b`],
    ['fields', (size) => `EVAL ${'a.b = c + 1, '.repeat(size)}d = 2`],
    ['lists', (size) => `WHERE a IN (${'"x", '.repeat(size)}"y")`],
    ['aggregates', (size) => `STATS ${'COUNT(*) WHERE a, '.repeat(size)}b = MAX(c) BY d`],
    ['comments', (size) => `WHERE ${'/* x */ '.repeat(size)}a ${'/* y */'.repeat(size)}`],
    ['groups', (size) => `WHERE ${`${'('.repeat(50)}a${')'.repeat(50)} OR `.repeat(size / 20)}b`],
  ])('looks at each letter of %s a bounded number of times', (_what, of) => {
    const [small, large] = [of(200), of(800)];
    expect(lookedAt(large) / lookedAt(small)).toBeLessThan(1.1 * (large.length / small.length));
  });

  it('never fails otherwise, whatever the text', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...'FROM ROW | WHERE EVAL STATS BY KEEP DROP RENAME SORT LIMIT GROK DISSECT = == ( ) [ ] """ \' ` ?'.split(
          ' ',
        ),
      ),
      fc.constantFrom(
        'a',
        'INLINE',
        'LIKE',
        '/*',
        '*/',
        '//',
        '\n',
        ',',
        '-',
        '<',
        ':',
        '::',
        '\\',
        '{',
        'FORK',
        '1.',
        '"',
      ),
      fc.string({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.constantFrom(' ', ''), (pieces, blank) => {
        const text = pieces.join(blank);
        const result = parseEsql(text);
        for (const { span, message } of 'ast' in result ? [] : result.problems) {
          expect(message).not.toMatch(/undefined|\bor $|expected $/);
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
      fc.property(queries, (tree) => {
        const result = parseEsql(printed(tree));
        if ('problems' in result) expect.fail(JSON.stringify(result.problems));
        check(result.ast, printed(tree));
      }),
      { numRuns: 300 },
    );
  });

  for (const path of ['esql/cases.json', 'elasticsearch-cases/esql/cases.json']) {
    const file = sharedData(path);
    it.skipIf(file === undefined)(`reads the queries of Elasticsearch’s suites: ${path}`, () => {
      const cases = JSON.parse(readFileSync(file ?? '', 'utf8')) as readonly {
        query: string;
        expect_error?: boolean;
      }[];
      const unread = cases.filter(
        ({ query, expect_error }) => expect_error !== true && problemOf(query) !== 'no problem',
      );
      expect(unread).toEqual([]);
    });
  }
});
