/** The syntax tree of an ES|QL query. Spans are offsets into the query's text. */
import type { Span } from '../problem.ts';

/** A whole query: where its rows come from, and the commands that they go through. */
export interface Query {
  readonly source: SourceCommand;
  readonly commands: readonly ProcessingCommand[];
  readonly span: Span;
}

export type Command = SourceCommand | ProcessingCommand;
export type SourceCommand = From | Row | Missing;
export type ProcessingCommand =
  | Where
  | Eval
  | Stats
  | Keep
  | Rename
  | Sort
  | Limit
  | MvExpand
  | Grok
  | Dissect
  | Missing;

/** A command of Elasticsearch that Harrier does not have: its grammar is not looked at. */
export interface Missing {
  readonly kind: 'missing';
  /** Its first word, in small letters. */
  readonly name: string;
  /** All of it. */
  readonly text: string;
  readonly span: Span;
}

export interface From {
  readonly kind: 'from';
  /** Names of indices as written, with wildcards, date math and cluster. */
  readonly patterns: readonly Text[];
  readonly metadata: readonly Name[];
  readonly span: Span;
}

/** One row of constants. */
export interface Row {
  readonly kind: 'row';
  readonly fields: readonly Field[];
  readonly span: Span;
}

export interface Where {
  readonly kind: 'where';
  readonly condition: Expression;
  readonly span: Span;
}

export interface Eval {
  readonly kind: 'eval';
  readonly fields: readonly Field[];
  readonly span: Span;
}

export interface Stats {
  readonly kind: 'stats';
  /** `INLINE STATS`: the rows stay. */
  readonly inline: boolean;
  readonly aggregates: readonly Aggregate[];
  readonly by: readonly Field[];
  readonly span: Span;
}

export interface Keep {
  readonly kind: 'keep' | 'drop';
  readonly patterns: readonly NamePattern[];
  readonly span: Span;
}

export interface Rename {
  readonly kind: 'rename';
  readonly clauses: readonly { readonly from: Name; readonly to: Name; readonly span: Span }[];
  readonly span: Span;
}

export interface Sort {
  readonly kind: 'sort';
  readonly by: readonly Order[];
  readonly span: Span;
}

export interface Order {
  readonly expression: Expression;
  readonly descending: boolean;
  /** `null` where nothing is written. */
  readonly nulls: 'first' | 'last' | null;
  readonly span: Span;
}

export interface Limit {
  readonly kind: 'limit';
  readonly count: number;
  readonly span: Span;
}

export interface MvExpand {
  readonly kind: 'mv-expand';
  readonly column: Name;
  readonly span: Span;
}

export interface Grok {
  readonly kind: 'grok';
  readonly input: Expression;
  /** Tried one after the other. */
  readonly patterns: readonly Text[];
  readonly span: Span;
}

export interface Dissect {
  readonly kind: 'dissect';
  readonly input: Expression;
  readonly pattern: Text;
  readonly appendSeparator: Text | null;
  readonly span: Span;
}

/** `name = expression`, or an expression alone, whose source text is then its name. */
export interface Field {
  readonly name: Name | null;
  readonly expression: Expression;
  readonly span: Span;
}

export interface Aggregate extends Field {
  /** `… WHERE condition`, which is part of the source text, and so of the name of an unnamed aggregate. */
  readonly where: Expression | null;
}

/** A column's full name, without backquotes. */
export interface Name {
  readonly text: string;
  readonly span: Span;
}

/** A column's name with wildcards: the literal pieces between the `*`s. One piece is a name. */
export interface NamePattern {
  readonly pieces: readonly string[];
  readonly span: Span;
}

export interface Text {
  readonly text: string;
  readonly span: Span;
}

export type Expression =
  | Literal
  | Column
  | Call
  | Cast
  | Arithmetic
  | Negate
  | Comparison
  | Membership
  | Like
  | IsNull
  | Match
  | Logical
  | Not;

export type Constant =
  | { readonly kind: 'string'; readonly value: string; readonly span: Span }
  /** With its sign, at most 64 bits. A bigint only where a number would not be exact. */
  | { readonly kind: 'integer'; readonly value: number | bigint; readonly span: Span }
  | { readonly kind: 'decimal'; readonly value: number; readonly span: Span }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly span: Span };

export type Literal =
  | Constant
  | { readonly kind: 'null'; readonly span: Span }
  | Timespan
  /** `[1, 2]`: all numbers, all strings or all booleans; one at least. */
  | { readonly kind: 'list'; readonly of: readonly Constant[]; readonly span: Span };

/** `7 days`. */
export interface Timespan {
  readonly kind: 'timespan';
  readonly count: number;
  readonly unit: TimeUnit;
  readonly span: Span;
}

export type TimeUnit =
  | 'millisecond'
  | 'second'
  | 'minute'
  | 'hour'
  | 'day'
  | 'week'
  | 'month'
  | 'quarter'
  | 'year';

export interface Column {
  readonly kind: 'column';
  readonly name: string;
  readonly span: Span;
}

export interface Call {
  readonly kind: 'call';
  /** As written; function names have no case. */
  readonly name: string;
  readonly nameSpan: Span;
  /** `COUNT(*)`, which has no other argument. */
  readonly star: boolean;
  readonly args: readonly Expression[];
  /** Named arguments, `{"name": value}`; null where there are no braces. */
  readonly options: readonly Option[] | null;
  readonly span: Span;
}

export interface Option {
  readonly name: Text;
  readonly value: Literal;
}

/** `a::ip`. */
export interface Cast {
  readonly kind: 'cast';
  readonly of: Expression;
  /** As written; names of types have no case. */
  readonly type: Name;
  readonly span: Span;
}

export interface Arithmetic {
  readonly kind: 'arithmetic';
  readonly op: '+' | '-' | '*' | '/' | '%';
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}

/** `-a`; of `+a` nothing is kept. */
export interface Negate {
  readonly kind: 'negate';
  readonly of: Expression;
  readonly span: Span;
}

export interface Comparison {
  readonly kind: 'comparison';
  readonly op: '==' | '!=' | '<' | '<=' | '>' | '>=';
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}

/** `a IN (b, c)`; `NOT IN` is a `Not` around it, and so with the other negated operators. */
export interface Membership {
  readonly kind: 'in';
  readonly value: Expression;
  readonly list: readonly Expression[];
  readonly span: Span;
}

/** `a LIKE "b*"`, `a RLIKE ("b.*", "c.*")`: any of the patterns. */
export interface Like {
  readonly kind: 'like' | 'rlike';
  readonly value: Expression;
  readonly patterns: readonly Text[];
  readonly span: Span;
}

/** `a IS NULL`, or with `negated` `a IS NOT NULL`. */
export interface IsNull {
  readonly kind: 'is-null';
  readonly of: Expression;
  readonly negated: boolean;
  readonly span: Span;
}

/** `a : "text"`. */
export interface Match {
  readonly kind: 'match';
  readonly of: Expression;
  readonly query: Literal;
  readonly span: Span;
}

export interface Logical {
  readonly kind: 'and' | 'or';
  readonly of: readonly Expression[];
  readonly span: Span;
}

export interface Not {
  readonly kind: 'not';
  readonly of: Expression;
  readonly span: Span;
}
