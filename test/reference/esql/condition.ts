/** Conditions: true, false, or null where neither is known. */

import type { Expression } from '../../../src/compile/esql/ast.ts';
import { isLiteral, readText } from './literal.ts';
import { commonType, compare, isNumber, type One, type Value, widened } from './value.ts';

export type Truth = boolean | null;

export function truthOf({ of }: Value): Truth {
  return of.length === 1 ? (of[0] as boolean) : null;
}

export function ofTruth(truth: Truth): Value {
  return { type: 'boolean', of: truth === null ? [] : [truth] };
}

export function allOf(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}

export function someOf(truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true;
  return truths.includes(null) ? null : false;
}

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** Null and several values compare to null. */
export function compared(op: Comparison, left: Value, right: Value): Truth {
  if (left.of.length !== 1 || right.of.length !== 1) return null;
  const type = commonType([left.type, right.type]);
  const [a, b] = [left.of[0] as One, right.of[0] as One].map((one) =>
    isNumber(type) ? widened(one, type) : one,
  ) as [One, One];
  const order = compare(a, b, type);
  switch (op) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

/** A text that is written beside a date, an address, a version or a boolean is one. */
export function beside(value: Value, written: Expression, other: Value): Value {
  const isText = isLiteral(written) && value.type === 'keyword';
  if (!isText || !['date', 'ip', 'version', 'boolean'].includes(other.type)) return value;
  return { type: other.type, of: value.of.flatMap((one) => readText(String(one), other.type)) };
}

/** `*` stands for any text, `?` for one character, and `\` before either for itself. */
export function isLike(text: string, pattern: string): boolean {
  const source = Array.from(pattern.matchAll(/\\([\s\S])|([\s\S])/gu), ([, escaped, plain = '']) => {
    if (escaped !== undefined) return RegExp.escape(escaped);
    return plain === '*' ? '.*' : plain === '?' ? '.' : RegExp.escape(plain);
  }).join('');
  return new RegExp(`^(?:${source})$`, 'su').test(text);
}

/** The whole text, by the syntax that Lucene's regular expressions share with JavaScript's. */
export function isRlike(text: string, pattern: string): boolean {
  return new RegExp(`^(?:${pattern})$`, 'su').test(text);
}
