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
      readonly field: KqlName | Wildcard | null;
      readonly value: KqlValue;
      readonly span: Span;
    }
  | {
      readonly kind: 'range';
      readonly field: KqlName | Wildcard;
      readonly op: Order;
      readonly value: KqlValue;
      readonly span: Span;
    }
  /** `field: { … }`: fields of `of` are relative to `field`. */
  | { readonly kind: 'nested'; readonly field: KqlName | Wildcard; readonly of: Query; readonly span: Span };

/** A field's name, without its escapes. */
export interface KqlName {
  readonly kind: 'name';
  readonly text: string;
  readonly quoted: boolean;
  readonly span: Span;
}

export type KqlValue = KqlLiteral | Wildcard;

/**
 * A value without wildcards, without its escapes. Unquoted, `null`, `true` and `false` are not strings; numbers are:
 * what they mean depends on the field.
 */
export interface KqlLiteral {
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
export function matchesAll(term: KqlName | KqlValue): boolean {
  return term.kind === 'wildcard' && term.pieces.every((piece) => piece === '');
}
