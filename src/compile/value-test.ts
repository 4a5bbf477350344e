/** Tests of one value: the leaves of the predicate tree. */
import type { DateStep } from '../match/date.ts';

/** A test of one value. Each kind says which values pass; a value of any other type does not. No test throws. */
export type ValueTest =
  /** Any value. Null, the empty string, and containers without a leaf are no values. */
  | { readonly kind: 'exists' }
  | TextTest
  /** The value as a keyword compares so, by its bytes in UTF-8. */
  | { readonly kind: 'keyword-order'; readonly op: Order; readonly value: string }
  /** The value is a number, or a string that is one, and compares so. */
  | {
      readonly kind: 'number';
      readonly op: Order | 'eq';
      readonly value: number;
      /** Of a whole number that is not exact as `value`. */
      readonly digits?: string;
    }
  /** The value as a keyword is a version that compares so. */
  | { readonly kind: 'version'; readonly op: Order | 'eq'; readonly value: string }
  /** The value is this boolean, or the string `true` or `false`. */
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** The value is a date (ISO 8601 text or epoch milliseconds) within these bounds. */
  | { readonly kind: 'date'; readonly from?: DateBound; readonly to?: DateBound }
  /** The value is an IP address within this inclusive range of addresses of the same family. */
  | { readonly kind: 'ip'; readonly from: string; readonly to: string }
  /** One of several tests; for values whose type is known only when they are seen. */
  | { readonly kind: 'either'; readonly of: readonly ValueTest[] };

/** A test of a value as a keyword: numbers and booleans by their JSON text. */
export type TextTest =
  | ListTest
  /** It passes without regard to case: both sides are folded, the test's own when it is made. */
  | { readonly kind: 'folded'; readonly of: ListTest }
  /** It matches a pattern in which `*` is any text and `?` any one character. */
  | { readonly kind: 'like'; readonly pattern: string; readonly caseInsensitive: boolean }
  /** It matches one of Lucene's regular expressions as a whole. */
  | { readonly kind: 'regex'; readonly pattern: string; readonly caseInsensitive: boolean };

type ListTest =
  /** It is one of these. */
  | { readonly kind: 'keyword'; readonly values: readonly string[] }
  /** It matches one of these patterns. */
  | { readonly kind: 'wildcard'; readonly patterns: readonly Pattern[] };

export type Order = 'lt' | 'lte' | 'gt' | 'gte';

/** Literal pieces between wildcards: `a*b` is `['a', 'b']`, `*` is `['', '']`. Never fewer than two pieces. */
export type Pattern = readonly string[];

/** A bound in epoch milliseconds, inclusive; or relative to the clock at the time of matching. */
export type DateBound =
  | { readonly kind: 'instant'; readonly epochMs: number }
  | {
      readonly kind: 'now';
      readonly math: readonly DateStep[];
      readonly roundUp: boolean;
      readonly shiftMs: number;
    };

/** Whether the outcome for one and the same value changes with time. */
export function needsClock(test: ValueTest): boolean {
  switch (test.kind) {
    case 'date':
      return test.from?.kind === 'now' || test.to?.kind === 'now';
    case 'either':
      return test.of.some(needsClock);
    case 'exists':
    case 'keyword':
    case 'wildcard':
    case 'folded':
    case 'like':
    case 'regex':
    case 'keyword-order':
    case 'number':
    case 'version':
    case 'boolean':
    case 'ip':
      return false;
  }
}
