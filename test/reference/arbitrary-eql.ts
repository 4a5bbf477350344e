/** Syntax trees of EQL for property tests: every node, with names and texts that need quotes and escapes. */
import fc from 'fast-check';
import type {
  EqlExpression,
  EqlField,
  EqlLiteral,
  EqlStage,
  EqlStatement,
  Maxspan,
  Sample,
  Sequence,
} from '../../src/compile/eql/ast.ts';

/** Trees come from no text. */
const span = { start: 0, end: 0 };

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.constantFrom('', '*', '?', '"""', '\\', '\u0000', '\r\n', "'", 'a\tb', '\u200f', '"', '/*', '//'),
);
const namePart = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('process', 'name', 'a', '@timestamp', '_id', 'exit_code') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('by', 'and', '0', 'my-field', 'a b', '`', 'x`y', 'in~', 'é', 'Any'),
  },
);
const name = fc.array(namePart, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'));
const optional = fc.oneof(
  { weight: 3, arbitrary: fc.constant(false) },
  { weight: 1, arbitrary: fc.constant(true) },
);
const field: fc.Arbitrary<EqlField> = fc.record({
  kind: fc.constant('field' as const),
  name,
  optional,
  span: fc.constant(span),
});

export const literals: fc.Arbitrary<EqlLiteral> = fc.oneof(
  text.map((value): EqlLiteral => ({ kind: 'string', value, span })),
  fc
    .oneof(fc.nat(), fc.constantFrom(0, 2 ** 53 - 1, 2n ** 53n, 2n ** 63n - 1n))
    .map((value): EqlLiteral => ({ kind: 'integer', value, span })),
  fc
    .oneof(
      fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(0, 1, 1e21, 1e300, 1e-7, 0.1),
    )
    .map((value): EqlLiteral => ({ kind: 'decimal', value: Math.abs(value), span })),
  fc.boolean().map((value): EqlLiteral => ({ kind: 'boolean', value, span })),
  fc.constant<EqlLiteral>({ kind: 'null', span }),
);

const functionName = fc.constantFrom('startsWith', 'length', 'cidrmatch', 'no_such_function');

export const expressions: fc.Arbitrary<EqlExpression> = fc.letrec<{ node: EqlExpression }>((tie) => {
  const node = tie('node');
  const several = fc.array(node, { minLength: 2, maxLength: 3 });
  return {
    node: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.oneof<fc.Arbitrary<EqlExpression>[]>(literals, field),
      fc.tuple(functionName, fc.boolean(), fc.array(node, { maxLength: 3 })).map(
        ([called, caseInsensitive, args]): EqlExpression => ({
          kind: 'call',
          name: called,
          nameSpan: span,
          caseInsensitive,
          args,
          span,
        }),
      ),
      fc
        .tuple(fc.constantFrom('+', '-', '*', '/', '%'), node, node)
        .map(([op, left, right]): EqlExpression => ({ kind: 'arithmetic', op, left, right, span })),
      node.map((of): EqlExpression => ({ kind: 'negate', of, span })),
      fc
        .tuple(fc.constantFrom('==', '!=', '<', '<=', '>', '>='), node, node)
        .map(([op, left, right]): EqlExpression => ({ kind: 'comparison', op, left, right, span })),
      fc.tuple(node, fc.boolean(), fc.array(node, { minLength: 1, maxLength: 3 })).map(
        ([value, caseInsensitive, list]): EqlExpression => ({
          kind: 'in',
          value,
          caseInsensitive,
          list,
          span,
        }),
      ),
      fc
        .tuple(
          fc.constantFrom(':', 'like', 'like~', 'regex', 'regex~'),
          node,
          fc.array(literals, { minLength: 1, maxLength: 3 }),
        )
        .map(([op, value, patterns]): EqlExpression => ({ kind: 'match', op, value, patterns, span })),
      fc
        .tuple(fc.constantFrom('and', 'or'), several)
        .map(([kind, of]): EqlExpression => ({ kind, of, span })),
      node.map((of): EqlExpression => ({ kind: 'not', of, span })),
    ),
  };
}).node;

const category = fc.oneof(
  fc.constantFrom('process', 'any ', 'my-category', 'sequence', ''),
  fc.constant(null),
);
const events = fc
  .tuple(category, expressions)
  .map(([named, condition]) => ({ kind: 'event' as const, category: named, condition, span }));

function stages(keys: number, missing: boolean, repeatable: boolean): fc.Arbitrary<EqlStage> {
  return fc.record({
    event: events,
    missing: fc.constant(missing),
    by: fc.array(field, { minLength: keys, maxLength: keys }),
    runs: repeatable ? fc.option(fc.integer({ min: 1, max: 100 })) : fc.constant(null),
    span: fc.constant(span),
  });
}

const maxspans: fc.Arbitrary<Maxspan> = fc.record({
  count: fc.integer({ min: 1, max: 100_000 }),
  unit: fc.constantFrom('ms', 's', 'm', 'h', 'd'),
  span: fc.constant(span),
});

const sequences: fc.Arbitrary<Sequence> = fc.nat({ max: 2 }).chain((keys) =>
  fc
    .record({
      by: fc.array(field, { maxLength: 2 }),
      maxspan: maxspans,
      bounded: fc.boolean(),
      first: stages(keys, false, true),
      gap: fc.option(stages(keys, true, false)),
      others: fc.array(stages(keys, false, true), { minLength: 1, maxLength: 2 }),
      until: fc.option(stages(keys, false, false)),
    })
    .map(({ by, maxspan, bounded, first, gap, others, until }) => ({
      kind: 'sequence' as const,
      by,
      maxspan: bounded || gap !== null ? maxspan : null,
      stages: gap === null ? [first, ...others] : [first, gap, ...others],
      until,
      span,
    })),
);

const samples: fc.Arbitrary<Sample> = fc
  .nat({ max: 2 })
  .chain((keys) =>
    fc
      .tuple(
        fc.array(field, { minLength: 1, maxLength: 2 }),
        fc.array(stages(keys, false, false), { minLength: 2, maxLength: 3 }),
      )
      .map(([by, of]) => ({ kind: 'sample' as const, by, stages: of, span })),
  );

const pipes = fc.array(
  fc.record({
    kind: fc.constantFrom('head' as const, 'tail' as const),
    count: fc.nat({ max: 1000 }),
    span: fc.constant(span),
  }),
  { maxLength: 2 },
);

const spans = fc.constant(span);

export const statements: fc.Arbitrary<EqlStatement> = fc.oneof(
  fc.record({
    query: fc.oneof<fc.Arbitrary<EqlStatement['query']>[]>(events, sequences),
    pipes,
    span: spans,
  }),
  // Samples take no pipes.
  fc.record({ query: samples, pipes: fc.constant([]), span: spans }),
);
