import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KqlValue, Query } from '../../../src/compile/kql/ast.ts';
import { maxDepth, parseKql } from '../../../src/compile/kql/parse.ts';
import { printKql } from '../../../src/compile/kql/print.ts';
import { queries } from '../../reference/arbitrary-kql.ts';
import { sharedData } from '../../shared-data.ts';
import { rendered } from './run-kql.ts';

function parsed(text: string): Query {
  const result = parseKql(text);
  if ('problems' in result) throw new Error(rendered(text, result.problems));
  return result.ast;
}

/** The tree in the shape in which Kibana's own test cases are written down. */
function asKibana(query: Query): unknown {
  switch (query.kind) {
    case 'and':
    case 'or':
      return { fn: query.kind, args: query.of.map(asKibana) };
    case 'not':
      return { fn: 'not', arg: asKibana(query.of) };
    case 'nested':
      return { fn: 'nested', path: nameOf(query.field), query: asKibana(query.of) };
    case 'range':
      return { fn: 'range', field: nameOf(query.field), op: query.op, value: textOf(query.value) };
    case 'is': {
      const phrase = query.value.kind === 'literal' && query.value.quoted ? { phrase: true } : {};
      return { fn: 'is', field: nameOf(query.field), value: textOf(query.value), ...phrase };
    }
  }
}

function nameOf(field: Extract<Query, { kind: 'is' }>['field']): string | null {
  return field === null ? null : field.kind === 'name' ? field.text : field.pieces.join('*');
}

function textOf(value: KqlValue): unknown {
  return value.kind === 'wildcard' ? value.pieces.join('*') : value.value;
}

const kibana = sharedData('kql/kibana-ast-cases.json');

describe.skipIf(kibana === undefined)('Kibana’s own cases', () => {
  const cases = JSON.parse(kibana === undefined ? '{}' : readFileSync(kibana, 'utf8')) as {
    ast?: { name: string; query: string; ast: unknown }[];
    literals?: { input: string; value: unknown }[];
    roundtrip?: { input: string; kql: string }[];
  };

  it.each(cases.ast ?? [])('give the same tree: $name', ({ query, ast }) => {
    expect(asKibana(parsed(query))).toEqual(ast);
  });

  it.each(cases.literals ?? [])('give the same value: $input', ({ input, value }) => {
    expect(parsed(input)).toMatchObject({
      kind: 'is',
      field: null,
      value: { kind: 'literal', value, quoted: false },
    });
  });

  it.each(cases.roundtrip ?? [])('print the same: $input', ({ input, kql }) => {
    expect(printKql(parsed(input))).toBe(kql);
  });
});

const elastic = sharedData('elastic-rules/all-queries.ndjson');

describe.skipIf(elastic === undefined)('Elastic’s rules', () => {
  it('all parse', () => {
    const lines = readFileSync(elastic ?? '', 'utf8')
      .trim()
      .split('\n');
    const rules = lines.map((line) => JSON.parse(line) as { file: string; language: string; query: string });
    const kuery = rules.filter(({ language }) => language === 'kuery');
    expect(kuery).toHaveLength(792);
    const refused = kuery.flatMap(({ file, query }) => {
      const result = parseKql(query);
      return 'problems' in result ? [`${file}\n${rendered(query, result.problems)}`] : [];
    });
    expect(refused).toEqual([]);
  });
});

describe('values', () => {
  it.each([
    ['blanks around an unquoted value are dropped', '  a b \u00a0', 'a b'],
    ['escaped ones too', '\\t a \\n', 'a'],
    ['blanks between quotes stay', '" a "', ' a '],
    ['special characters', String.raw`\\\(\)\:\<\>\"\*\{\}`, String.raw`\():<>"*{}`],
    ['code units', String.raw`\u0041\u00e9`, 'Aé'],
    ['tab, carriage return, line feed', String.raw`a\tb\rc\nd`, 'a\tb\rc\nd'],
    ['an escaped keyword', String.raw`a \or b \AND c`, 'a or b AND c'],
    ['a keyword without blanks beside it', 'or', 'or'],
    ['a keyword within a word', 'orand', 'orand'],
    [
      'quotes: all but backslash and quote are themselves',
      String.raw`"(a): <b> {c*} \" \\ \d \u41"`,
      String.raw`(a): <b> {c*} " \ \d \u41`,
    ],
    ['a keyword between quotes', '"a or b"', 'a or b'],
    ['null', 'null', null],
    ['true', ' true ', true],
    ['false', 'false', false],
    ['null between quotes is text', '"null"', 'null'],
    ['Null is text', 'Null', 'Null'],
    ['numbers are text', '-1.50', '-1.50'],
    ['brackets and slashes of other languages are text', '[1 TO 5] /x+/', '[1 TO 5] /x+/'],
    ['a code unit zero is no wildcard', String.raw`a\u0000b`, 'a\u0000b'],
    ['a lone surrogate', String.raw`\ud800`, '\ud800'],
  ])('%s', (_what, text, value) => {
    expect(parsed(text)).toMatchObject({ kind: 'is', field: null, value: { kind: 'literal', value } });
  });

  it.each([
    ['a*b', ['a', 'b']],
    ['*', ['', '']],
    ['**', ['', '']],
    [' a** b * ', ['a', ' b ', '']],
    [String.raw`\**`, ['*', '']],
    ['* x', ['', ' x']],
  ])('the pieces between the wildcards of %s', (text, pieces) => {
    expect(parsed(text)).toMatchObject({ kind: 'is', value: { kind: 'wildcard', pieces } });
  });
});

describe('groups', () => {
  const groups = (depth: number) => `${'('.repeat(depth)}a${')'.repeat(depth)}`;
  const lists = (depth: number) => `a: ${'(not '.repeat(depth)}b${')'.repeat(depth)}`;
  const braces = (depth: number) => `${'a: { '.repeat(depth)}b: c${' }'.repeat(depth)}`;

  it.each([
    ['parentheses', groups],
    ['value lists', lists],
    ['braces', braces],
  ])('of %s may be %s deep, and no deeper', (_what, nested) => {
    expect(parseKql(nested(maxDepth))).toHaveProperty('ast');
    expect(parseKql(nested(maxDepth + 1))).toMatchObject({ problems: [{ code: 'too-deep' }] });
    expect(parseKql(nested(100_000))).toMatchObject({ problems: [{ code: 'too-deep' }] });
  });

  it('beside one another are not deep', () => {
    expect(parsed(Array.from({ length: 1000 }, () => groups(3)).join(' and '))).toMatchObject({
      kind: 'and',
    });
  });

  // With a rule that is tried again at every level none of these would end.
  it('and long lists take no more than one pass', () => {
    const values = Array.from({ length: 2000 }, (_, index) => `v${index}`);
    expect(parsed(`a: (${values.join(' or ')})`)).toMatchObject({ kind: 'or' });
    expect(
      parsed(
        values
          .map((value) => `${'('.repeat(200)}${value}${')'.repeat(200)}`)
          .slice(0, 50)
          .join(' or '),
      ),
    ).toMatchObject({ kind: 'or' });
    expect(parseKql(`${'('.repeat(200)}a: ${'('.repeat(49)}b`)).toHaveProperty('problems');
    expect(parsed(`"${'x'.repeat(100_000)}"`)).toMatchObject({ kind: 'is' });
  });
});

describe('spans', () => {
  const slice = (text: string, { span }: { span: { start: number; end: number } }) =>
    text.slice(span.start, span.end);

  it('are where the parts stand, without the blanks around', () => {
    const text = '  a.b : ( "x" or  y z  )  and not c >= 5 ';
    const tree = parsed(text);
    if (tree.kind !== 'and') throw new Error('expected and');
    const [list, negation] = tree.of;
    if (list?.kind !== 'or' || negation?.kind !== 'not') throw new Error('expected or, not');
    const [x, y] = list.of;
    if (x?.kind !== 'is' || y?.kind !== 'is' || x.field === null) throw new Error('expected is');
    expect(slice(text, x.field)).toBe('a.b');
    expect(slice(text, x)).toBe('"x"');
    expect(slice(text, y.value)).toBe('y z');
    expect(slice(text, negation)).toBe('not c >= 5');
  });

  it('lie within those of their parents and in the text', () => {
    const within = (node: Query, start: number, end: number): void => {
      expect(node.span.start).toBeGreaterThanOrEqual(start);
      expect(node.span.end).toBeLessThanOrEqual(end);
      const parts = 'of' in node ? (Array.isArray(node.of) ? node.of : [node.of]) : [];
      for (const part of parts as Query[]) within(part, node.span.start, node.span.end);
      if ('value' in node) expect(node.value.span.end).toBeLessThanOrEqual(node.span.end);
    };
    fc.assert(fc.property(queries, (text) => within(parsed(text), 0, text.length)));
  });
});
