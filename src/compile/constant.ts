/** Expressions without fields: their value is known when a rule is built. */
import { call } from '../query/functions/function.ts';
import {
  both,
  compared,
  differ,
  either,
  equal,
  isAbove,
  isAtLeast,
  isAtMost,
  isBelow,
  matched,
  membership,
  opposite,
} from '../query/logic.ts';
import type { Value } from '../query/types.ts';
import { type Comparison, type Expression, type LiteralValue, partsOf } from './expression.ts';
import { passesText } from './text-test.ts';
import { opposites } from './truth.ts';

/** @returns a literal if all that the expression is made of are literals */
export function constantFolded(expression: Expression): Expression {
  const parts = partsOf(expression);
  if (expression.kind === 'literal' || expression.kind === 'field' || !parts.every(isLiteral)) {
    return expression;
  }
  const { type, span } = expression;
  const value = resultOf(
    expression,
    parts.map((part) => part.value),
  );
  return { kind: 'literal', value, type: value === null ? 'null' : type, span };
}

function isLiteral(expression: Expression): expression is LiteralValue {
  return expression.kind === 'literal';
}

const comparisons: Readonly<Record<Comparison, (left: Value, right: Value) => boolean>> = {
  eq: equal,
  ne: differ,
  lt: isBelow,
  lte: isAtMost,
  gt: isAbove,
  gte: isAtLeast,
};

type Compound = Exclude<Expression, { kind: 'literal' | 'field' }>;

/** In three-valued logic. @param parts the values of the expression's parts */
function resultOf(expression: Compound, parts: readonly Value[]): Value {
  const [first = null, second = null] = parts;
  switch (expression.kind) {
    case 'call': {
      const { function: called, caseInsensitive, args } = expression;
      return call(called, parts, { caseInsensitive, types: args.map(({ type }) => type) });
    }
    case 'and':
      return both(...parts);
    case 'or':
      return either(...parts);
    case 'not':
      return opposite(first);
    case 'is-null':
      return first === null;
    case 'compare': {
      const { op } = expression;
      return compared(comparisons[op], comparisons[opposites[op]], first, second);
    }
    case 'among':
      return membership(first, new Set(expression.list));
    case 'matches':
      return matched(first, (text) => passesText(expression.test, text));
  }
}
