/** What a Sigma rule looks for: conditions of fields below `and`, `or` and `not`. */
import type { Problem, Span } from '../problem.ts';

/** A piece of a text, or a wildcard: `*` is any text, `?` any one character. */
export type Piece = { readonly text: string } | { readonly wild: '*' | '?' };

export type Test =
  | { readonly kind: 'text'; readonly pieces: readonly Piece[]; readonly cased: boolean }
  /** Lucene's syntax, for the value as a whole. */
  | { readonly kind: 'regex'; readonly pattern: string; readonly insensitive: boolean }
  | { readonly kind: 'compare'; readonly op: '<' | '<=' | '==' | '>' | '>='; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'cidr'; readonly range: string }
  | { readonly kind: 'present' };

export type Tree =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Tree[] }
  | { readonly kind: 'not'; readonly of: Tree }
  | {
      readonly kind: 'test';
      /** As the rule names it. */
      readonly field: string;
      readonly test: Test;
      /** Of the value. */
      readonly span: Span;
      /** Of the field's name, with its modifiers. */
      readonly fieldSpan: Span;
    };

/** Something that cannot be said, or is no Sigma. Thrown, so that one place collects them. */
export class SigmaProblem extends Error {
  override readonly name = 'SigmaProblem';
  readonly problem: Problem;

  constructor(code: string, span: Span, message: string, hint: string) {
    super(message);
    this.problem = { severity: 'error', code, message, hint, span };
  }
}
