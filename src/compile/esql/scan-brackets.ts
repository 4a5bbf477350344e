/** Which brackets of a command are open: what the parser's own report does not say. */
import type { Span } from '../problem.ts';

export interface OpenBracket {
  readonly bracket: '(' | '[' | '{';
  readonly at: number;
}

/** Strings, names in backquotes and comments, whose brackets are none. */
const opaque =
  /"""(?:(?!""")[^\r\n])*"{0,5}|"(?:\\.|[^"\\\r\n])*"?|`[^`]*`?|\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;

/**
 * @param text the query
 * @param of from where and up to where brackets are read
 * @returns the brackets open at the end, innermost last
 */
export function scanBrackets(text: string, of: Span): readonly OpenBracket[] {
  const open: OpenBracket[] = [];
  for (let at = of.start; at < of.end; ) {
    opaque.lastIndex = at;
    if (opaque.test(text)) {
      at = opaque.lastIndex;
      continue;
    }
    const found = text[at];
    if (found === '(' || found === '[' || found === '{') open.push({ bracket: found, at });
    else if (found === ')' || found === ']' || found === '}') open.pop();
    at++;
  }
  return open;
}
