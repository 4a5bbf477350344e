/** Expressions without fields: their value is known when a rule is built. */
import { call } from '../query/functions/function.ts';
import { differ, equal, isAbove, isAtLeast, isAtMost, isBelow } from '../query/logic.ts';
import type { Value } from '../query/types.ts';
import { type Comparison, type Expression, type LiteralValue, partsOf } from './expression.ts';
import { passesText } from './text-test.ts';
import { opposite } from './truth.ts';

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
      return parts.includes(false) ? false : parts.includes(null) ? null : true;
    case 'or':
      return parts.includes(true) ? true : parts.includes(null) ? null : false;
    case 'not':
      return first === null ? null : first !== true;
    case 'is-null':
      return first === null;
    case 'compare':
      if (comparisons[expression.op](first, second)) return true;
      return comparisons[opposite[expression.op]](first, second) ? false : null;
    case 'among':
      if (first === null) return null;
      return expression.list.includes(first) ? true : expression.list.includes(null) ? null : false;
    case 'matches':
      return first === null ? null : passesText(expression.test, String(first));
  }
}
