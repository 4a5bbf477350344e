/** Which quotes and brackets of a query are open: what the parser's own report does not say. */

export interface OpenBracket {
  readonly bracket: '(' | '{';
  readonly at: number;
}

/**
 * Reads quotes, escapes and brackets, and nothing else.
 *
 * @param text the query
 * @param offset up to where brackets are read; an open quote is looked for in the whole text
 * @returns the offset of a quotation mark that is never closed, and the brackets open at `offset`, innermost last
 */
export function scanBrackets(
  text: string,
  offset: number,
): { readonly openQuote: number | undefined; readonly open: readonly OpenBracket[] } {
  const open: OpenBracket[] = [];
  let openQuote: number | undefined;
  for (let at = 0; at < text.length; at++) {
    const found = text[at];
    if (found === '\\') {
      // Between quotes a backslash escapes only these two; elsewhere whatever follows is no bracket.
      if (openQuote === undefined || text[at + 1] === '"' || text[at + 1] === '\\') at++;
    } else if (found === '"') {
      openQuote = openQuote === undefined ? at : undefined;
    } else if (openQuote === undefined && at < offset) {
      if (found === '(' || found === '{') open.push({ bracket: found, at });
      else if (found === ')' || found === '}') open.pop();
    }
  }
  return { openQuote, open };
}
