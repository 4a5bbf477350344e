/** Which brackets of a query are open: what the parser's own report does not say. */

export interface OpenBracket {
  readonly bracket: '(' | '[';
  readonly at: number;
}

/** Strings, names in backquotes and comments, whose brackets are none. */
const opaque =
  /"""(?:(?!""")[^\r\n])*"{0,5}|"(?:\\.|[^"\\\r\n])*"?|`[^`]*`?|\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;

/**
 * @param text the query
 * @param offset up to where brackets are read
 * @returns the brackets open at `offset`, innermost last
 */
export function scanBrackets(text: string, offset: number): readonly OpenBracket[] {
  const open: OpenBracket[] = [];
  for (let at = 0; at < offset; ) {
    opaque.lastIndex = at;
    if (opaque.test(text)) {
      at = opaque.lastIndex;
      continue;
    }
    const found = text[at];
    if (found === '(' || found === '[') open.push({ bracket: found, at });
    else if (found === ')' || found === ']') open.pop();
    at++;
  }
  return open;
}
