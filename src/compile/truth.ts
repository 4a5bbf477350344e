/**
 * Makes two values of three. A filter passes what is true, so false and unknown are the same to it; but `not` makes
 * true of false alone. So every `not` is moved inward, up to a condition that knows itself when it is false. Nothing is
 * then left that has to tell false from unknown, and it costs nothing at run time.
 */
import type { Comparison, Expression } from './expression.ts';

/** A condition that is true, or not: each kind says when. */
export type Truth =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Truth[] }
  | {
      readonly kind: 'compare';
      readonly op: Comparison;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'is-null'; readonly of: Expression; readonly wanted: boolean }
  | ({ readonly wanted: boolean } & Pick<Of<'among'>, 'kind' | 'value' | 'list'>)
  | ({ readonly wanted: boolean } & Pick<Of<'matches'>, 'kind' | 'value' | 'test'>)
  /** The value is this boolean. */
  | { readonly kind: 'is'; readonly of: Expression; readonly wanted: boolean };

type Of<Kind extends Expression['kind']> = Extract<Expression, { kind: Kind }>;

/** When a boolean expression is true. That its negation is true says that it is false, and not unknown. */
export function whenTrue(expression: Expression): Truth {
  return when(expression, true);
}

/** What is true of two values with an order when a comparison is false. */
export const opposites: Readonly<Record<Comparison, Comparison>> = {
  eq: 'ne',
  ne: 'eq',
  lt: 'gte',
  lte: 'gt',
  gt: 'lte',
  gte: 'lt',
};

function when(expression: Expression, wanted: boolean): Truth {
  switch (expression.kind) {
    case 'literal':
      return { kind: 'constant', value: expression.value === wanted };
    case 'and':
    case 'or':
      return {
        kind: (expression.kind === 'and') === wanted ? 'and' : 'or',
        of: expression.of.map((each) => when(each, wanted)),
      };
    case 'not':
      return when(expression.of, !wanted);
    case 'compare': {
      const { op, left, right } = expression;
      return { kind: 'compare', op: wanted ? op : opposites[op], left, right };
    }
    case 'is-null':
      return { kind: 'is-null', of: expression.of, wanted };
    case 'among': {
      const { kind, value, list } = expression;
      return !wanted && list.includes(null)
        ? { kind: 'constant', value: false }
        : { kind, value, list, wanted };
    }
    case 'matches': {
      const { kind, value, test } = expression;
      return { kind, value, test, wanted };
    }
    case 'field':
    case 'call':
      return { kind: 'is', of: expression, wanted };
  }
}
