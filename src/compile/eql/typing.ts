/** What the typing of expressions is made of. */
import { constantFolded } from '../constant.ts';
import type { Expression as Typed } from '../expression.ts';
import type { Problem, Span } from '../problem.ts';
import type { EqlExpression, EqlLiteral } from './ast.ts';
import { as, familyOf } from './types.ts';

export interface Typing {
  /** Whether an empty string is a value of events. */
  readonly keepsEmpty: boolean;
  /** @returns the typed expression; null where a problem was told */
  type(expression: EqlExpression): Typed;
  problem(severity: Problem['severity'], code: string, message: string, span: Span, hint?: string): void;
}

export function literal(written: EqlLiteral): Typed {
  const { span } = written;
  switch (written.kind) {
    case 'string':
      return { kind: 'literal', value: written.value, type: 'keyword', span };
    case 'integer': {
      const { value } = written;
      const type = Math.abs(Number(value)) < 2 ** 31 ? 'integer' : 'long';
      return { kind: 'literal', value, type, span };
    }
    case 'decimal':
      return { kind: 'literal', value: written.value, type: 'double', span };
    case 'boolean':
      return { kind: 'literal', value: written.value, type: 'boolean', span };
    case 'null':
      return nothing(span);
  }
}

/** Null: also what has been told to be wrong, so that nothing else is said of it. */
export function nothing(span: Span): Typed {
  return { kind: 'literal', value: null, type: 'null', span };
}

export function isNull(expression: Typed): boolean {
  return expression.kind === 'literal' && expression.value === null;
}

export function anyOf(conditions: readonly Typed[], span: Span): Typed {
  const of = conditions.map(constantFolded);
  const [only] = of;
  return of.length === 1 && only !== undefined ? only : { kind: 'or', of, type: 'boolean', span };
}

/** A dynamic field as what it is compared with. */
export function readLike(expression: Typed, constant: Typed): Typed {
  const family = familyOf(constant);
  return family === 'number' || family === 'boolean' ? as(expression, family) : expression;
}
