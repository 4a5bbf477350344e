/** Regular expressions with groups, as a tree. */
import type { CharSet } from './char-set.ts';

export type Node =
  | { readonly kind: 'empty' }
  | { readonly kind: 'one'; readonly of: CharSet }
  | { readonly kind: 'sequence' | 'choice'; readonly of: readonly Node[] }
  | {
      readonly kind: 'repeat';
      readonly of: Node;
      readonly min: number;
      /** `Infinity` for any number. */
      readonly max: number;
      readonly lazy: boolean;
    }
  | { readonly kind: 'group'; readonly index: number; readonly of: Node }
  | { readonly kind: 'assertion'; readonly of: Assertion };

/** What takes no character: whether a place in a text, between two characters, is one of these. */
export type Assertion = (text: string, at: number) => boolean;

export interface Expression {
  readonly node: Node;
  /** How many groups there are, the whole match included. */
  readonly groups: number;
  /** Of the groups that have one; several may have the same. */
  readonly names: readonly { readonly name: string; readonly index: number }[];
}

/** An expression that is none, or that has no equivalent which takes linear time. */
export class ExpressionError extends Error {
  readonly hint: string;
  readonly at: number;

  constructor(message: string, hint: string, at: number) {
    super(`${message} near index ${at}`);
    this.hint = hint;
    this.at = at;
  }
}

/** @returns the code point before a place, -1 at the beginning */
export function before(text: string, at: number): number {
  if (at === 0) return -1;
  const unit = text.charCodeAt(at - 1);
  const isLow = unit >= 0xdc00 && unit <= 0xdfff && at > 1;
  const pair = isLow ? (text.codePointAt(at - 2) as number) : unit;
  return pair > 0xffff ? pair : unit;
}

/** @returns the code point behind a place, -1 at the end */
export function behind(text: string, at: number): number {
  return text.codePointAt(at) ?? -1;
}
