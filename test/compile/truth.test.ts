/** Three values made two say the same as three. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { constantFolded } from '../../src/compile/constant.ts';
import type { Expression } from '../../src/compile/expression.ts';
import { type Truth, whenTrue } from '../../src/compile/truth.ts';
import type { Value } from '../../src/query/types.ts';

const span = { start: 0, end: 0 };
const scalars = fc.constantFrom<Value>(null, true, false, 0, 1, 'a', 'b', '');
const literal = scalars.map(
  (value): Expression => ({ kind: 'literal', value, type: value === null ? 'null' : 'keyword', span }),
);

/** Conditions of literals, none of which is folded yet. */
const conditions: fc.Arbitrary<Expression> = fc.letrec<{ node: Expression }>((tie) => {
  const node = tie('node');
  const boolean = { type: 'boolean', span } as const;
  return {
    node: fc.oneof(
      { maxDepth: 5, depthSize: 'medium' },
      fc
        .constantFrom<Value>(null, true, false)
        .map((value): Expression => ({ kind: 'literal', value, type: 'boolean', span })),
      fc
        .tuple(fc.constantFrom('eq', 'ne', 'lt', 'lte', 'gt', 'gte'), literal, literal)
        .map(([op, left, right]): Expression => ({ kind: 'compare', op, left, right, ...boolean })),
      fc
        .tuple(literal, fc.array(scalars, { maxLength: 3 }))
        .map(([value, list]): Expression => ({ kind: 'among', value, list, ...boolean })),
      literal.map((value): Expression => {
        const test = { kind: 'wildcard', patterns: [['a', '']] } as const;
        return { kind: 'matches', value, test, ...boolean };
      }),
      fc.oneof(literal, node).map((of): Expression => ({ kind: 'is-null', of, ...boolean })),
      node.map((of): Expression => ({ kind: 'not', of, ...boolean })),
      fc
        .tuple(fc.constantFrom('and', 'or'), fc.array(node, { minLength: 1, maxLength: 3 }))
        .map(([kind, of]): Expression => ({ kind, of, ...boolean })),
    ),
  };
}).node;

/** What an expression of literals is, in three values. */
function evaluated(expression: Expression): Value {
  const folded = (each: Expression): Expression => constantFolded(mapped(each, folded));
  const value = folded(expression);
  if (value.kind !== 'literal') throw new Error('an expression of literals has a value');
  return value.value;
}

function mapped(expression: Expression, change: (part: Expression) => Expression): Expression {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return { ...expression, of: expression.of.map(change) };
    case 'not':
    case 'is-null':
      return { ...expression, of: change(expression.of) };
    default:
      return expression;
  }
}

/** Two-valued: nothing here knows what unknown is but conditions of one kind, which say when they are true. */
function holds(truth: Truth): boolean {
  switch (truth.kind) {
    case 'constant':
      return truth.value;
    case 'and':
      return truth.of.every(holds);
    case 'or':
      return truth.of.some(holds);
    case 'is-null':
      return (evaluated(truth.of) === null) === truth.wanted;
    case 'is':
      return evaluated(truth.of) === truth.wanted;
    case 'compare':
      return evaluated({ ...truth, type: 'boolean', span }) === true;
    case 'among':
    case 'matches':
      return evaluated({ ...truth, type: 'boolean', span }) === truth.wanted;
  }
}

it('is when an expression is true, or false, and neither when it is unknown', () => {
  const seen = new Set<Value>();
  fc.assert(
    fc.property(conditions, (condition) => {
      const value = evaluated(condition);
      seen.add(value);
      const negation: Expression = { kind: 'not', of: condition, type: 'boolean', span };
      expect([holds(whenTrue(condition)), holds(whenTrue(negation))]).toEqual([
        value === true,
        value === false,
      ]);
    }),
    { numRuns: 2000 },
  );
  expect(seen).toEqual(new Set([true, false, null]));
});
