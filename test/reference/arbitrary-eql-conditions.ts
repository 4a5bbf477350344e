/**
 * EQL conditions that no check refuses, over fields of every type, and documents with values that they often meet:
 * none, null, one or several. For properties of whatever evaluates them.
 */
import fc from 'fast-check';
import type {
  EqlComparison,
  EqlExpression,
  EqlField,
  EqlLiteral,
  EqlMatch,
} from '../../src/compile/eql/ast.ts';
import type { Json, JsonObject } from '../../src/schema/audit-event.ts';

/** Conditions come from no text. */
const span = { start: 0, end: 0 };

interface Kind {
  readonly type: string;
  readonly names: readonly string[];
  /** As documents have them. */
  readonly values: readonly Json[];
  /** As queries have them. */
  readonly literals: readonly EqlLiteral[];
}

const string = (value: string): EqlLiteral => ({ kind: 'string', value, span });
const integer = (value: number): EqlLiteral => ({ kind: 'integer', value, span });
const decimal = (value: number): EqlLiteral => ({ kind: 'decimal', value, span });
const nothing: EqlLiteral = { kind: 'null', span };

const texts = ['a', 'A', 'abc', 'ABC', 'b*', '', 'é', '\u{1f600}b', 'kube-system'];

const kinds = {
  keyword: {
    type: 'keyword',
    names: ['s', 't', 'o.s'],
    values: texts,
    literals: texts.map(string),
  },
  long: {
    type: 'long',
    names: ['n', 'o.n'],
    values: [0, 1, 3, -7, '3'],
    literals: [0, 1, 3, 4].map(integer),
  },
  double: {
    type: 'double',
    names: ['x'],
    values: [0, 0.5, 3, -7.25],
    literals: [decimal(0.5), integer(3), decimal(3)],
  },
  boolean: {
    type: 'boolean',
    names: ['yes'],
    values: [true, false],
    literals: [true, false].map((value): EqlLiteral => ({ kind: 'boolean', value, span })),
  },
  ip: {
    type: 'ip',
    names: ['ip'],
    values: ['10.0.0.1', '::ffff:10.0.0.1', '2001:db8::1', '192.168.1.1'],
    literals: ['10.0.0.1', '2001:db8:0::1', '::1'].map(string),
  },
  version: {
    type: 'version',
    names: ['v'],
    values: ['1.2.3', '1.10.0', '1.10.0-rc.1', 'odd'],
    literals: ['1.2.3', '1.9.0', '1.10.0', 'odd'].map(string),
  },
  date: {
    type: 'date',
    names: ['d'],
    values: ['2026-03-01T10:00:00Z', 1_772_359_200_000, '2026-03-02'],
    literals: ['2026-03-01T10:00:00Z', '2026-03-01T12:00:00Z'].map(string),
  },
} as const satisfies Readonly<Record<string, Kind>>;

const every: readonly Kind[] = Object.values(kinds);

/** The types of the fields that conditions name, but for those written with `?` that do not exist. */
export const conditionTypes: Readonly<Record<string, string>> = Object.fromEntries(
  every.flatMap(({ type, names }) => names.map((name) => [name, type])),
);

function fieldOf({ names }: Kind): fc.Arbitrary<EqlField> {
  const exists = fc.record({
    kind: fc.constant('field' as const),
    name: fc.constantFrom(...names),
    optional: fc.boolean(),
    span: fc.constant(span),
  });
  const absent = fc.constant<EqlField>({ kind: 'field', name: 'no.such', optional: true, span });
  return fc.oneof({ weight: 12, arbitrary: exists }, { weight: 1, arbitrary: absent });
}

const literalOf = (kind: Kind) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...kind.literals) },
    { weight: 1, arbitrary: fc.constant(nothing) },
  );

const order = fc.constantFrom<EqlComparison['op']>('==', '!=', '<', '<=', '>', '>=');
const equality = fc.constantFrom<EqlComparison['op']>('==', '!=');

function comparison(
  left: fc.Arbitrary<EqlExpression>,
  right: fc.Arbitrary<EqlExpression>,
  op: fc.Arbitrary<EqlComparison['op']> = order,
): fc.Arbitrary<EqlExpression> {
  return fc.tuple(left, op, right, fc.boolean()).map(([a, sign, b, turned]) => ({
    kind: 'comparison',
    op: sign,
    left: turned ? b : a,
    right: turned ? a : b,
    span,
  }));
}

function call(name: string, caseInsensitive: boolean, ...args: readonly fc.Arbitrary<EqlExpression>[]) {
  return fc
    .tuple(...args)
    .map((of): EqlExpression => ({ kind: 'call', name, nameSpan: span, caseInsensitive, args: of, span }));
}

const text = fc.oneof(fieldOf(kinds.keyword), literalOf(kinds.keyword));
const position = fc.constantFrom(...[0, 1, 2, 5].map(integer), {
  kind: 'negate',
  of: integer(2),
  span,
} as const);
const whole = fc.oneof(fieldOf(kinds.long), literalOf(kinds.long));
const pair = (name: string, ignores: boolean) => call(name, ignores, text, text);

/** Texts that functions make. */
const madeTexts = fc.oneof(
  call('concat', false, text, whole),
  call('string', false, fc.oneof(...every.map(fieldOf))),
  call('substring', false, text, position, position),
  call(
    'between',
    true,
    text,
    fc.constantFrom(string(''), string('a')),
    fc.constantFrom(string('c'), string('-')),
  ),
);
/** Numbers that functions and operators make. */
const madeNumbers = fc.oneof(
  call('length', false, fc.oneof(text, madeTexts)),
  call('indexOf', true, text, text),
  fc
    .tuple(
      whole,
      fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const, '%' as const),
      whole,
    )
    .map(([left, op, right]): EqlExpression => ({ kind: 'arithmetic', op, left, right, span })),
);

const patterns: Readonly<Record<EqlMatch['op'], readonly string[]>> = {
  ':': ['*', 'a*', 'ABC', '?', '*-S*', ''],
  like: ['*', 'a*', 'abc', '?b', '*-s*'],
  'like~': ['a*', 'AB?', '*-S*'],
  regex: ['a.*', '[a-c]+', '.*&~(.*b.*)', '()', '<1-4>'],
  'regex~': ['A.*', '[a-c]+', 'É'],
};
function match(value: fc.Arbitrary<EqlExpression>): fc.Arbitrary<EqlExpression> {
  return fc
    .constantFrom(...(Object.keys(patterns) as EqlMatch['op'][]))
    .chain((op) =>
      fc
        .tuple(value, fc.array(fc.constantFrom(...patterns[op]), { minLength: 1, maxLength: 2 }))
        .map(
          ([of, some]): EqlExpression => ({ kind: 'match', op, value: of, patterns: some.map(string), span }),
        ),
    );
}

function membership(value: fc.Arbitrary<EqlExpression>, kind: Kind): fc.Arbitrary<EqlExpression> {
  return fc
    .tuple(value, fc.array(literalOf(kind), { minLength: 1, maxLength: 3 }), fc.boolean())
    .map(([of, list, ignores]) => ({
      kind: 'in',
      value: of,
      list,
      caseInsensitive: ignores && kind.type === 'keyword',
      span,
    }));
}

const block = fc.constantFrom(...['10.0.0.0/8', '2001:db8::/32', '::/0', '192.168.1.1'].map(string));
const constants = fc.constantFrom<EqlExpression>(...kinds.boolean.literals, nothing);

const plain: fc.Arbitrary<EqlExpression> = fc.oneof(
  ...every.map((kind) =>
    comparison(fieldOf(kind), literalOf(kind), kind.type === 'boolean' ? equality : order),
  ),
  ...every.map((kind) => membership(fieldOf(kind), kind)),
  fieldOf(kinds.boolean),
  match(fieldOf(kinds.keyword)),
  match(madeTexts),
  pair('startsWith', false),
  pair('endsWith', true),
  pair('stringContains', true),
  call('cidrMatch', false, fieldOf(kinds.ip), block, block),
  comparison(madeTexts, literalOf(kinds.keyword)),
  comparison(madeNumbers, literalOf(kinds.long)),
  membership(madeNumbers, kinds.long),
  constants,
);

/** Conditions over the fields of `conditionTypes`. */
export const conditions: fc.Arbitrary<EqlExpression> = fc.letrec<{ condition: EqlExpression }>((tie) => {
  const condition = tie('condition');
  return {
    condition: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      plain,
      fc
        .tuple(
          fc.constantFrom('and' as const, 'or' as const),
          fc.array(condition, { minLength: 2, maxLength: 3 }),
        )
        .map(([kind, of]): EqlExpression => ({ kind, of, span })),
      condition.map((of): EqlExpression => ({ kind: 'not', of, span })),
      comparison(condition.filter(isMade), constants, equality),
    ),
  };
}).condition;

/** Two fields cannot be compared, and a field of booleans beside a constant is generated already. */
function isMade({ kind }: EqlExpression): boolean {
  return kind !== 'field';
}

/** Documents with those fields. `id` counts from 1, `at` goes up now and then. */
export const conditionDocuments: fc.Arbitrary<readonly JsonObject[]> = fc
  .array(
    fc.tuple(
      fc.record(
        Object.fromEntries(
          every.flatMap(({ names, values }) => {
            const value = fc.constantFrom<Json>(...values);
            const several = fc.array(fc.oneof(value, fc.constant(null)), { maxLength: 3 });
            return names.map((name) => [name, fc.oneof(value, several, fc.constant(null))]);
          }),
        ),
        { requiredKeys: [] },
      ),
      fc.nat({ max: 2 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((all) => {
    let at = 1000;
    return all.map(([fields, later], index) => {
      at += later * 1000;
      return { ...(fields as JsonObject), id: index + 1, at, kind: 'event' };
    });
  });
