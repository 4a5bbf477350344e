/**
 * The predicate tree: what a query means, after its language's rules for null, case and several values have
 * been made explicit. KQL and EQL lower to it. Everything after it (folding, dispatch, code) is shared.
 */
import type { Field } from '../schema/field.ts';
import type { Expression } from './expression.ts';
import type { ValueTest } from './value-test.ts';

export type { DateBound, Order, Pattern, TextTest, ValueTest } from './value-test.ts';

export type Predicate =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Predicate[] }
  | { readonly kind: 'not'; readonly of: Predicate }
  /** At least one value of the field passes the test. A missing field has no values. */
  | { readonly kind: 'some'; readonly field: Field; readonly test: ValueTest }
  /** At least one element of the array (or the object itself) at `field` satisfies `of`, whose fields are relative. */
  | { readonly kind: 'element'; readonly field: Field; readonly of: Predicate }
  /**
   * The expression is true for some choice of one value for each field in it; a field without values is null. A part
   * of an expression has no such choice of its own.
   */
  | { readonly kind: 'holds'; readonly of: Expression };
