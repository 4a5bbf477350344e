/** What a query is refused for by a word of its own, as soon as it is read. */
import type { Problem, Span } from '../problem.ts';

/** `found` is what the grammar gives along: the word, name or number it is about. */
type Said = string | ((found: string) => string);

export interface Refusal {
  readonly code: string;
  readonly message: Said;
  readonly hint: Said;
}

/** Ends parsing with a problem. */
export class Refused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** @param found what the text of a refusal speaks of, where it speaks of something */
export function refusalOf(
  { code, message, hint }: Refusal,
  span: Span,
  found: string | number = '',
): Problem {
  const said = (text: Said) => (typeof text === 'string' ? text : text(String(found)));
  return {
    severity: 'error',
    code,
    message: said(message),
    hint: said(hint),
    span: { start: span.start, end: Math.max(span.end, span.start + 1) },
  };
}

/** What EQL and ES|QL refuse in the same words: their strings, numbers and comments are the same. */
export const sharedRefusals = {
  'number-too-large': {
    code: 'number-too-large',
    message: 'this number is too large for a floating point number of 64 bits',
    hint: 'the largest is about 1.8e308',
  },
  escape: {
    code: 'invalid-escape',
    message: (found) => `\`\\${found}\` is no escape sequence`,
    hint: 'a backslash that is part of the value is written `\\\\`; between `"""` it stands for itself',
  },
  'unclosed-string': {
    code: 'unclosed-string',
    message: 'this string is not closed before the end of its line',
    hint: 'close it with `"`; a quotation mark inside is written `\\"`, a line feed `\\n`',
  },
  'unclosed-raw-string': {
    code: 'unclosed-string',
    message: 'this raw string is not closed before the end of its line',
    hint: 'close it with `"""`; a line feed can only be written in an ordinary string, as `\\n`',
  },
  'unclosed-comment': {
    code: 'unclosed-comment',
    message: 'this comment is never closed',
    hint: 'close it with `*/`; comments nest, so each `/*` needs its own',
  },
} as const satisfies Readonly<Record<string, Refusal>>;
