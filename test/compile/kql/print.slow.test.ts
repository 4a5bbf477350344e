import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KqlLiteral, KqlName, KqlValue, Query, Wildcard } from '../../../src/compile/kql/ast.ts';
import { parseKql } from '../../../src/compile/kql/parse.ts';
import { printKql } from '../../../src/compile/kql/print.ts';
import { queries } from '../../reference/arbitrary-kql.ts';
import { sharedData } from '../../shared-data.ts';
import { withoutSpans } from './without-spans.ts';

const span = { start: 0, end: 0 };

/** Text in which everything that needs an escape is frequent. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc
    .array(
      fc.constantFrom(
        'or',
        'and',
        'not',
        'NOT',
        'Or',
        ' ',
        '\t',
        '\n',
        '\r',
        '\u00a0',
        '\u2003',
        '\\',
        '"',
        '*',
        '(',
        ')',
        ':',
        '<',
        '>',
        '{',
        '}',
        'n',
        'u0041',
        'a',
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
);
const unquoted = anyText
  .map((text) => text.trim())
  .filter((text) => !['null', 'true', 'false'].includes(text));

const literal: fc.Arbitrary<KqlLiteral> = fc.oneof(
  anyText.map((value): KqlLiteral => ({ kind: 'literal', value, quoted: true, span })),
  unquoted.map((value): KqlLiteral => ({ kind: 'literal', value, quoted: false, span })),
  fc
    .constantFrom(null, true, false)
    .map((value): KqlLiteral => ({ kind: 'literal', value, quoted: false, span })),
);
const wildcard: fc.Arbitrary<Wildcard> = fc
  .tuple(
    anyText,
    fc.array(
      anyText.filter((text) => text !== ''),
      { maxLength: 2 },
    ),
    anyText,
  )
  .map(([head, inner, tail]) => ({
    kind: 'wildcard',
    pieces: [head.trimStart(), ...inner, tail.trimEnd()],
    span,
  }));
const name: fc.Arbitrary<KqlName> = fc.oneof(
  anyText.map((text): KqlName => ({ kind: 'name', text, quoted: true, span })),
  unquoted.map((text): KqlName => ({ kind: 'name', text, quoted: false, span })),
);
const value: fc.Arbitrary<KqlValue> = fc.oneof(literal, wildcard);
const field = fc.oneof(name, wildcard);

const trees = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 4 },
    fc.record({ kind: fc.constant('is' as const), field: fc.option(field), value, span: fc.constant(span) }),
    fc.record({
      kind: fc.constant('range' as const),
      field,
      op: fc.constantFrom('lt', 'lte', 'gt', 'gte'),
      value,
      span: fc.constant(span),
    }),
    fc.record({
      kind: fc.constantFrom('and', 'or'),
      of: fc.array(tie('query'), { minLength: 2, maxLength: 3 }),
      span: fc.constant(span),
    }),
    fc.record({ kind: fc.constant('not' as const), of: tie('query'), span: fc.constant(span) }),
    fc.record({ kind: fc.constant('nested' as const), field, of: tie('query'), span: fc.constant(span) }),
  ),
})).query;

function reparsed(query: Query): unknown {
  const result = parseKql(printKql(query));
  return 'ast' in result ? withoutSpans(result.ast) : result.problems;
}

describe('a printed tree', () => {
  it('parses to the same tree, whatever text it holds', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        expect(reparsed(tree)).toEqual(withoutSpans(tree));
      }),
      { numRuns: 2000 },
    );
  });

  it('of a parsed query is that query', () => {
    fc.assert(
      fc.property(queries, (text) => {
        const result = parseKql(text);
        if ('problems' in result) throw new Error(text);
        expect(reparsed(result.ast)).toEqual(withoutSpans(result.ast));
      }),
    );
  });

  const elastic = sharedData('elastic-rules/all-queries.ndjson');
  it.skipIf(elastic === undefined)('of each of Elastic’s rules is that rule’s', () => {
    for (const line of readFileSync(elastic ?? '', 'utf8')
      .trim()
      .split('\n')) {
      const { language, query } = JSON.parse(line) as { language: string; query: string };
      const result = language === 'kuery' ? parseKql(query) : undefined;
      if (result !== undefined && 'ast' in result)
        expect(reparsed(result.ast)).toEqual(withoutSpans(result.ast));
    }
  });

  it.each([
    ['', '*: *'],
    ['a', 'a'],
    ['NOT a:1', 'NOT a: 1'],
    ['a:(1 or not (not 2))', '(a: 1 OR NOT (NOT a: 2))'],
    ['a >= "x y" and b:{c:*}', '(a >= "x y" AND b: { c: * })'],
    ['a\\:b:system\\:node\\:*', 'a\\:b: system\\:node\\:*'],
  ])('reads as Kibana writes it: %s', (text, printed) => {
    const result = parseKql(text);
    if ('problems' in result) throw new Error(text);
    expect(printKql(result.ast)).toBe(printed);
  });
});
