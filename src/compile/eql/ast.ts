/** The syntax tree of an EQL query. Spans are offsets into the query's text. */
import type { Span } from '../problem.ts';

/** A whole query: what is searched for, and the pipes that its results go through. */
export interface EqlStatement {
  readonly query: EventQuery | Sequence | Sample;
  readonly pipes: readonly Pipe[];
  readonly span: Span;
}

/** `category where condition`. */
export interface EventQuery {
  readonly kind: 'event';
  /** `null` is `any`. */
  readonly category: string | null;
  readonly condition: EqlExpression;
  readonly span: Span;
}

/** Events in the order of their times. */
export interface Sequence {
  readonly kind: 'sequence';
  /** Join keys of every stage; each stage's own follow them. */
  readonly by: readonly EqlField[];
  readonly maxspan: Maxspan | null;
  readonly stages: readonly EqlStage[];
  readonly until: EqlStage | null;
  readonly span: Span;
}

/** Events in any order, of which every stage has one, all with the same join keys. */
export interface Sample {
  readonly kind: 'sample';
  readonly by: readonly EqlField[];
  readonly stages: readonly EqlStage[];
  readonly span: Span;
}

/** `[category where condition] by key with runs=3`, or `![…]`: an event that must be missing. */
export interface EqlStage {
  readonly event: EventQuery;
  readonly missing: boolean;
  readonly by: readonly EqlField[];
  /** `null` where none is written, which is one. */
  readonly runs: number | null;
  readonly span: Span;
}

export const maxspanUnits = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

export interface Maxspan {
  readonly count: number;
  readonly unit: keyof typeof maxspanUnits;
  readonly span: Span;
}

export interface Pipe {
  readonly kind: 'head' | 'tail';
  readonly count: number;
  readonly span: Span;
}

export type EqlExpression =
  | EqlLiteral
  | EqlField
  | Call
  | Arithmetic
  | Negate
  | EqlComparison
  | Membership
  | EqlMatch
  | Logical
  | Not;

export type EqlLiteral =
  | { readonly kind: 'string'; readonly value: string; readonly span: Span }
  /** Without a sign: `-5` is a negation. A bigint only where a number would not be exact. */
  | { readonly kind: 'integer'; readonly value: number | bigint; readonly span: Span }
  | { readonly kind: 'decimal'; readonly value: number; readonly span: Span }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly span: Span }
  | { readonly kind: 'null'; readonly span: Span };

/** A field's full name, without backquotes. */
export interface EqlField {
  readonly kind: 'field';
  readonly name: string;
  /** Written with `?`: a field that does not exist is null, and so may a join key be. */
  readonly optional: boolean;
  readonly span: Span;
}

export interface Call {
  readonly kind: 'call';
  /** As written; function names have no case. */
  readonly name: string;
  readonly nameSpan: Span;
  /** Written with `~`. */
  readonly caseInsensitive: boolean;
  readonly args: readonly EqlExpression[];
  readonly span: Span;
}

export interface Arithmetic {
  readonly kind: 'arithmetic';
  readonly op: '+' | '-' | '*' | '/' | '%';
  readonly left: EqlExpression;
  readonly right: EqlExpression;
  readonly span: Span;
}

/** `-a`; of `+a` nothing is kept. */
export interface Negate {
  readonly kind: 'negate';
  readonly of: EqlExpression;
  readonly span: Span;
}

export interface EqlComparison {
  readonly kind: 'comparison';
  readonly op: '==' | '!=' | '<' | '<=' | '>' | '>=';
  readonly left: EqlExpression;
  readonly right: EqlExpression;
  readonly span: Span;
}

/** `a in (b, c)` or `a in~ (b, c)`; `not in` is a `Not` around it. */
export interface Membership {
  readonly kind: 'in';
  readonly value: EqlExpression;
  readonly caseInsensitive: boolean;
  readonly list: readonly EqlExpression[];
  readonly span: Span;
}

/** `a : "b"`, `a like ("b", "c")`, `a regex~ "b"`: any of the patterns. */
export interface EqlMatch {
  readonly kind: 'match';
  readonly op: ':' | 'like' | 'like~' | 'regex' | 'regex~';
  readonly value: EqlExpression;
  readonly patterns: readonly EqlLiteral[];
  readonly span: Span;
}

export interface Logical {
  readonly kind: 'and' | 'or';
  readonly of: readonly EqlExpression[];
  readonly span: Span;
}

export interface Not {
  readonly kind: 'not';
  readonly of: EqlExpression;
  readonly span: Span;
}
