/**
 * What Elasticsearch makes of a condition before it decides what is looked up and what is a script: constants and
 * comparisons with true and false go, and so does a double `not`.
 */
import type { Expression } from '../expression.ts';

export function simplified(condition: Expression): Expression {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const { kind, type, span } = condition;
      const neutral = kind === 'and';
      const of = condition.of.map(simplified).filter((each) => !isConstant(each, neutral));
      const decided = of.find((each) => isConstant(each, !neutral));
      if (decided !== undefined) return decided;
      const [only] = of;
      if (only === undefined) return { kind: 'literal', value: neutral, type, span };
      // Nulls alone are null, which is no look-up: `not` does not turn it.
      const isOne = of.length === 1 || of.every((each) => each.kind === 'literal');
      return isOne ? only : { kind, of, type, span };
    }
    case 'not':
      return negated(simplified(condition.of), condition);
    case 'compare': {
      const { op, left, right } = condition;
      const isOfCondition = left.kind !== 'field' && left.kind !== 'literal' && left.type === 'boolean';
      const isOfConstant = right.kind === 'literal' && typeof right.value === 'boolean';
      if (!isOfCondition || !isOfConstant || (op !== 'eq' && op !== 'ne')) return condition;
      const of = simplified(left);
      return right.value === (op === 'eq') ? of : negated(of, condition);
    }
    default:
      return condition;
  }
}

function isConstant(condition: Expression, value: boolean): boolean {
  return condition.kind === 'literal' && condition.value === value;
}

function negated(of: Expression, { type, span }: Expression): Expression {
  return of.kind === 'not' ? of.of : { kind: 'not', of, type, span };
}
