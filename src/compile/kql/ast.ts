/** The syntax tree of a KQL query. Spans are offsets into the query's text. */
import type { Order, Pattern } from '../predicate.ts';
import type { Span } from '../problem.ts';

export type Query =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Query[]; readonly span: Span }
  | { readonly kind: 'not'; readonly of: Query; readonly span: Span }
  /**
   * `field: value`, or with no field a value to look for everywhere. Of a value list, `field: (a or b)`, every
   * value is one such node; they share the field, and the span is the value's own.
   * The empty query is `*: *`.
   */
  | {
      readonly kind: 'is';
      readonly field: Name | Wildcard | null;
      readonly value: Value;
      readonly span: Span;
    }
  | {
      readonly kind: 'range';
      readonly field: Name | Wildcard;
      readonly op: Order;
      readonly value: Value;
      readonly span: Span;
    }
  /** `field: { … }`: fields of `of` are relative to `field`. */
  | { readonly kind: 'nested'; readonly field: Name | Wildcard; readonly of: Query; readonly span: Span };

/** A field's name, without its escapes. */
export interface Name {
  readonly kind: 'name';
  readonly text: string;
  readonly quoted: boolean;
  readonly span: Span;
}

export type Value = Literal | Wildcard;

/**
 * A value without wildcards, without its escapes. Unquoted, `null`, `true` and `false` are not strings; numbers are:
 * what they mean depends on the field.
 */
export interface Literal {
  readonly kind: 'literal';
  readonly value: string | boolean | null;
  readonly quoted: boolean;
  readonly span: Span;
}

/** Text with wildcards, as the pieces between them; neighbouring wildcards are one. */
export interface Wildcard {
  readonly kind: 'wildcard';
  readonly pieces: Pattern;
  readonly span: Span;
}

/** Whether a wildcard stands alone: any value, or any field. */
export function matchesAll(term: Name | Value): boolean {
  return term.kind === 'wildcard' && term.pieces.every((piece) => piece === '');
}
