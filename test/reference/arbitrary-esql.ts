/** Syntax trees of ES|QL for property tests: every node, with names and texts that need quotes and escapes. */
import fc from 'fast-check';
import type {
  Aggregate,
  Constant,
  Expression,
  Field,
  Literal,
  Name,
  NamePattern,
  Order,
  ProcessingCommand,
  Query,
  SourceCommand,
  Text,
  TimeUnit,
} from '../../src/compile/esql/ast.ts';

/** Trees come from no text. */
const span = { start: 0, end: 0 };

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.constantFrom(
    '',
    '*',
    '?',
    '"""',
    '\\',
    '\u0000',
    '\r\n',
    "'",
    'a\tb',
    '|',
    '"',
    '/*',
    '//',
    '%{a} %{b}',
  ),
);
const asText = text.map((value): Text => ({ text: value, span }));
const namePart = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('user', 'name', 'a', '@timestamp', '_id', 'exit_code', 'keep') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('by', 'AND', '0', 'my-field', 'a b', '`', 'x`y', '|', 'é', '_', 'x*'),
  },
);
const dotted = fc.array(namePart, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'));
const name = dotted.map((each): Name => ({ text: each, span }));
const pattern = fc
  .array(
    fc.oneof({ weight: 2, arbitrary: dotted }, { weight: 1, arbitrary: fc.constantFrom('', 'user.', '.id') }),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .filter((pieces) => pieces.length > 1 || pieces[0] !== '')
  .map((pieces): NamePattern => ({ pieces, span }));

const number = fc.oneof(
  fc
    .oneof(fc.integer(), fc.constantFrom(0, -1, 2 ** 53 - 1, 2n ** 53n, 2n ** 63n - 1n, -(2n ** 63n)))
    .map((value): Constant => ({ kind: 'integer', value, span })),
  fc
    .oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(0, -1, 1, 1e21, -1e300, 1e-7, 0.1),
    )
    .map((value): Constant => ({ kind: 'decimal', value, span })),
);
const string = text.map((value): Constant => ({ kind: 'string', value, span }));
const boolean = fc.boolean().map((value): Constant => ({ kind: 'boolean', value, span }));
const units: readonly TimeUnit[] = [
  'millisecond',
  'second',
  'minute',
  'hour',
  'day',
  'week',
  'month',
  'quarter',
  'year',
];

export const literals: fc.Arbitrary<Literal> = fc.oneof(
  number,
  string,
  boolean,
  fc.constant<Literal>({ kind: 'null', span }),
  fc
    .tuple(fc.integer(), fc.constantFrom(...units))
    .map(([count, unit]): Literal => ({ kind: 'timespan', count, unit, span })),
  fc
    .oneof(...[number, string, boolean].map((each) => fc.array(each, { minLength: 1, maxLength: 3 })))
    .map((of): Literal => ({ kind: 'list', of, span })),
);

const column = dotted.map((each): Expression => ({ kind: 'column', name: each, span }));
const functionName = fc.constantFrom('TO_LOWER', 'length', 'no_such_function', 'first', 'LAST', 'Keep');
const typeName = fc.constantFrom('ip', 'Integer', 'no_such_type').map((each): Name => ({ text: each, span }));

export const expressions: fc.Arbitrary<Expression> = fc.letrec<{ node: Expression }>((tie) => {
  const node = tie('node');
  const several = fc.array(node, { minLength: 2, maxLength: 3 });
  const options = fc.option(
    fc.array(
      fc.tuple(asText, literals).map(([key, value]) => ({ name: key, value })),
      { maxLength: 2 },
    ),
  );
  return {
    node: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.oneof<fc.Arbitrary<Expression>[]>(literals, column),
      fc.tuple(functionName, fc.array(node, { maxLength: 3 }), options, fc.boolean()).map(
        ([called, args, named, star]): Expression => ({
          kind: 'call',
          name: called,
          nameSpan: span,
          star: star && args.length === 0,
          args,
          options: args.length === 0 ? null : named,
          span,
        }),
      ),
      fc.tuple(node, typeName).map(([of, type]): Expression => ({ kind: 'cast', of, type, span })),
      fc
        .tuple(fc.constantFrom('+', '-', '*', '/', '%'), node, node)
        .map(([op, left, right]): Expression => ({ kind: 'arithmetic', op, left, right, span })),
      node.map((of): Expression => ({ kind: 'negate', of, span })),
      fc
        .tuple(fc.constantFrom('==', '!=', '<', '<=', '>', '>='), node, node)
        .map(([op, left, right]): Expression => ({ kind: 'comparison', op, left, right, span })),
      fc
        .tuple(node, fc.array(node, { minLength: 1, maxLength: 3 }))
        .map(([value, list]): Expression => ({ kind: 'in', value, list, span })),
      fc
        .tuple(fc.constantFrom('like', 'rlike'), node, fc.array(asText, { minLength: 1, maxLength: 3 }))
        .map(([kind, value, patterns]): Expression => ({ kind, value, patterns, span })),
      fc
        .tuple(node, fc.boolean())
        .map(([of, negated]): Expression => ({ kind: 'is-null', of, negated, span })),
      fc.tuple(column, fc.option(typeName), literals).map(
        ([of, type, query]): Expression => ({
          kind: 'match',
          of: type === null ? of : { kind: 'cast', of, type, span },
          query,
          span,
        }),
      ),
      fc.tuple(fc.constantFrom('and', 'or'), several).map(([kind, of]): Expression => ({ kind, of, span })),
      node.map((of): Expression => ({ kind: 'not', of, span })),
    ),
  };
}).node;

const fields = fc
  .tuple(fc.option(name), expressions)
  .map(([each, expression]): Field => ({ name: each, expression, span }));
const aggregates = fc
  .tuple(fields, fc.option(expressions))
  .map(([field, where]): Aggregate => ({ ...field, where }));
const orders = fc
  .tuple(expressions, fc.boolean(), fc.constantFrom('first', 'last', null))
  .map(([expression, descending, nulls]): Order => ({ expression, descending, nulls, span }));

function some<Item>(of: fc.Arbitrary<Item>, minLength = 1): fc.Arbitrary<Item[]> {
  return fc.array(of, { minLength, maxLength: 3 });
}

const sources: fc.Arbitrary<SourceCommand> = fc.oneof(
  fc
    .tuple(
      some(
        fc.oneof(
          asText,
          fc.constantFrom('logs-*', '-logs-a', 'c:x-*', '<a-{now/d}>').map((each) => ({ text: each, span })),
        ),
      ),
      fc.array(
        fc.constantFrom('_id', '_index').map((each): Name => ({ text: each, span })),
        { maxLength: 2 },
      ),
    )
    .map(([patterns, metadata]): SourceCommand => ({ kind: 'from', patterns, metadata, span })),
  some(fields).map((of): SourceCommand => ({ kind: 'row', fields: of, span })),
  fc.constantFrom('SHOW INFO', 'TS metrics').map((each): SourceCommand => missing(each)),
);

function missing(written: string) {
  return { kind: 'missing' as const, name: written.split(' ')[0]?.toLowerCase() ?? '', text: written, span };
}

const commands: fc.Arbitrary<ProcessingCommand> = fc.oneof(
  expressions.map((condition): ProcessingCommand => ({ kind: 'where', condition, span })),
  some(fields).map((of): ProcessingCommand => ({ kind: 'eval', fields: of, span })),
  fc
    .tuple(fc.boolean(), some(aggregates), some(fields, 0))
    .map(([inline, of, by]): ProcessingCommand => ({ kind: 'stats', inline, aggregates: of, by, span })),
  some(fields).map((by): ProcessingCommand => ({ kind: 'stats', inline: false, aggregates: [], by, span })),
  fc
    .tuple(fc.constantFrom('keep', 'drop'), some(pattern))
    .map(([kind, patterns]): ProcessingCommand => ({ kind, patterns, span })),
  some(fc.tuple(name, name).map(([from, to]) => ({ from, to, span }))).map(
    (clauses): ProcessingCommand => ({ kind: 'rename', clauses, span }),
  ),
  some(orders).map((by): ProcessingCommand => ({ kind: 'sort', by, span })),
  fc.nat().map((count): ProcessingCommand => ({ kind: 'limit', count, span })),
  name.map((each): ProcessingCommand => ({ kind: 'mv-expand', column: each, span })),
  fc
    .tuple(expressions, some(asText))
    .map(([input, patterns]): ProcessingCommand => ({ kind: 'grok', input, patterns, span })),
  fc.tuple(expressions, asText, fc.option(asText)).map(
    ([input, each, appendSeparator]): ProcessingCommand => ({
      kind: 'dissect',
      input,
      pattern: each,
      appendSeparator,
      span,
    }),
  ),
  fc.constant<ProcessingCommand>(missing('FORK (WHERE a == 1 | LIMIT 1) (WHERE a == 2)')),
);

export const queries: fc.Arbitrary<Query> = fc
  .tuple(sources, fc.array(commands, { maxLength: 4 }))
  .map(([source, of]): Query => ({ source, commands: of, span }));
