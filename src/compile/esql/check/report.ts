/** What is found wrong while a query is checked. */

import type { Problem, Span } from '../../problem.ts';
import type { PlanExpression } from '../plan.ts';

export class Report {
  readonly problems: Problem[] = [];
  readonly #text: string;

  /** @param text the query */
  constructor(text: string) {
    this.#text = text;
  }

  /** Whether so much is wrong that what was meant is not looked for any more. */
  get isLong(): boolean {
    return this.problems.length >= 100;
  }

  error(code: string, message: string, span: Span, hint?: string): void {
    this.#add('error', code, message, span, hint);
  }

  warning(code: string, message: string, span: Span, hint?: string): void {
    this.#add('warning', code, message, span, hint);
  }

  /**
   * @param literal where a text stands in the query
   * @param within a stretch of its value
   * @returns the stretch of the query; all of the literal, if that has escapes
   */
  within(literal: Span, value: string, within: Span): Span {
    const written = this.#text.slice(literal.start, literal.end);
    const quotes = [3, 1].find((length) => written === `${'"'.repeat(length)}${value}${'"'.repeat(length)}`);
    if (quotes === undefined) return literal;
    const start = Math.min(literal.start + quotes + within.start, literal.end - 1);
    return {
      start,
      end: Math.max(start + 1, Math.min(literal.start + quotes + within.end, literal.end - 1)),
    };
  }

  #add(severity: Problem['severity'], code: string, message: string, span: Span, hint?: string): void {
    this.problems.push({ severity, code, message, span, ...(hint !== undefined && { hint }) });
  }
}

/** Null: also what has been told to be wrong, so that nothing else is said of it. */
export function nothing(span: Span): Extract<PlanExpression, { kind: 'literal' }> {
  return { kind: 'literal', value: null, type: 'null', span };
}
