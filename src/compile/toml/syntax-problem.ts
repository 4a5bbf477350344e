import type { Problem } from '../problem.ts';

interface Explanation {
  readonly message: string;
  readonly hint?: string;
}

const longestKey = 80;

const quoteHint = 'text is written in quotes: key = "value"';

/** What a person can do about it, for the parser's messages that do not say. */
const explanations: Readonly<Record<string, Explanation>> = {
  'Unterminated string constant': {
    message: 'the string is not closed',
    hint: "close it with the quotes it was opened with; text of several lines goes between '''",
  },
  'Unterminated array': { message: 'the array is not closed', hint: 'close it with ]' },
  'Unterminated inline table': { message: 'the inline table is not closed', hint: 'close it with }' },
  'Unterminated table-key': {
    message: 'the table header is not closed',
    hint: 'a header is [name] or [[name]]',
  },
  'Must be a newline': {
    message: 'expected the end of the line',
    hint: "each key goes on a line of its own; quotes within a string are escaped or the string goes between '",
  },
  'Expected equal (=) token': { message: 'expected = after the key' },
  'Expected comma (,) token': { message: 'expected a comma between the entries' },
  'Defining a key multiple times is invalid': {
    message: 'the key or table is defined twice',
    hint: 'keep one; a table that repeats, such as rule.threat, has its header in double brackets every time',
  },
  'Unexpected invalid date': { message: 'there is no such day or time' },
  'Invalid character in escape sequence': {
    message: 'no such escape',
    hint: "write \\\\ for a backslash, or put the string between ' or ''', where backslashes stand for themselves",
  },
};

/**
 * A TOML syntax error as a problem.
 * @param offset where the parser gave up
 * @param found the parser's own message
 */
export function syntaxProblem(text: string, offset: number, found: string): Problem {
  const { at, message, hint } = explain(text, offset, found);
  return {
    severity: 'error',
    code: 'toml-syntax',
    message,
    ...(hint === undefined ? {} : { hint }),
    span: { start: at, end: at + (/^[\w.-]*/.exec(text.slice(at, at + longestKey))?.[0].length || 1) },
  };
}

function explain(text: string, offset: number, found: string): Explanation & { at: number } {
  if (found === 'Unexpected character' || found === 'Unspecified values are invalid') {
    const before = text.slice(0, offset).trimEnd();
    const isValue = before.endsWith('=');
    const sameLine = !text.slice(before.length, offset).includes('\n');
    if (isValue && !sameLine)
      return { at: before.length - 1, message: 'the value is missing', hint: quoteHint };
    if (isValue) return { at: offset, message: 'expected a value', hint: quoteHint };
    if (offset >= text.length) return { at: offset, message: 'unexpected end of the file' };
  }
  return { at: offset, ...(explanations[found] ?? { message: lowerFirst(found) }) };
}

/** The offset of a line and column, both counted from 0 in a text whose line ends are `\n`. */
export function lineAndColumnOffset(text: string, line: number, column: number): number {
  let start = 0;
  for (let passed = 0; passed < line; passed++) {
    const newline = text.indexOf('\n', start);
    if (newline === -1) return text.length;
    start = newline + 1;
  }
  return Math.min(start + column, text.length);
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
