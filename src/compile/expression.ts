/**
 * The expression tree beside the predicate tree: what a condition computes from values before it is one. A value is
 * null where there is none, so a condition of the tree is true, false or unknown (null); `src/compile/truth.ts` makes
 * two values of three. Types are fixed when it is built.
 */
import type { QueryFunction } from '../query/functions/function.ts';
import type { Type, Value } from '../query/types.ts';
import type { Field } from '../schema/field.ts';
import type { Span } from './problem.ts';
import type { Order, TextTest } from './value-test.ts';

export type Expression = LiteralValue | FieldValue | FunctionCall | Condition;

interface Typed {
  readonly type: Type;
  /** In the query's text. */
  readonly span: Span;
}

export interface LiteralValue extends Typed {
  readonly kind: 'literal';
  readonly value: Value;
}

/** One of the field's values, read as `type`; null for a field without values. */
export interface FieldValue extends Typed {
  readonly kind: 'field';
  readonly field: Field;
}

export interface FunctionCall extends Typed {
  readonly kind: 'call';
  readonly function: QueryFunction;
  /** Called with `~`. */
  readonly caseInsensitive: boolean;
  readonly args: readonly Expression[];
}

/** Of type boolean. */
export type Condition =
  | ({ readonly kind: 'and' | 'or'; readonly of: readonly Expression[] } & Typed)
  | ({ readonly kind: 'not'; readonly of: Expression } & Typed)
  /** Unknown if either side is, or if the two have no order. */
  | ({
      readonly kind: 'compare';
      readonly op: Comparison;
      readonly left: Expression;
      readonly right: Expression;
    } & Typed)
  /** Never unknown. */
  | ({ readonly kind: 'is-null'; readonly of: Expression } & Typed)
  /** Unknown if the value is, or if none is equal and null is among the list. */
  | ({ readonly kind: 'among'; readonly value: Expression; readonly list: readonly Value[] } & Typed)
  /** The value as text passes the test; unknown if the value is. */
  | ({ readonly kind: 'matches'; readonly value: Expression; readonly test: TextTest } & Typed);

export type Comparison = Order | 'eq' | 'ne';

/** What an expression is made of. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'field':
      return [];
    case 'call':
      return expression.args;
    case 'and':
    case 'or':
      return expression.of;
    case 'not':
    case 'is-null':
      return [expression.of];
    case 'compare':
      return [expression.left, expression.right];
    case 'among':
    case 'matches':
      return [expression.value];
  }
}

/** Every field in an expression, as often as it occurs. */
export function fieldsIn(expression: Expression): readonly FieldValue[] {
  return expression.kind === 'field' ? [expression] : partsOf(expression).flatMap(fieldsIn);
}
