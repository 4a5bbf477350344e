/** A query's text to the texts of its commands, so that a mistake in one hides none in another. */
import type { Span } from '../problem.ts';

/** Strings and names in backquotes. A string that is not closed ends with its line. */
const quoted = /"""(?:(?!""")[^\r\n])*"{0,5}|"(?:\\[^\r\n]|[^"\\\r\n])*"?|`[^`]*`/y;
const lineComment = /\/\/[^\r\n]*/y;
/** What else need not be looked at letter by letter. */
const plain = /[^"`/|()]+/y;

/** `FORK` and sources have whole queries in parentheses. */
const withQueries = /^\s*(?:fork|from)\b/i;

/**
 * @param text the query
 * @returns the stretches between pipes, those in strings, names and comments aside; one at least. Takes time linear in
 * the text.
 */
export function cutCommands(text: string): readonly Span[] {
  const commands: Span[] = [];
  let start = 0;
  let open = 0;
  let at = 0;
  const skips = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  const hasQueries = () => withQueries.test(text.slice(start, start + 1000));
  while (at < text.length) {
    if (skips(plain) || skips(lineComment)) continue;
    if (skips(quoted)) continue;
    if (text.startsWith('/*', at)) {
      at = endOfComment(text, at);
      continue;
    }
    if (text[at] === '(' && (open > 0 || hasQueries())) open++;
    else if (text[at] === ')' && open > 0) open--;
    else if (text.startsWith('||', at)) {
      // No two pipes: who writes it means `OR`, mostly, and is told so once.
      at++;
    } else if (text[at] === '|' && open === 0) {
      commands.push({ start, end: at });
      start = at + 1;
    }
    at++;
  }
  return [...commands, { start, end: text.length }];
}

/** Comments nest. */
function endOfComment(text: string, start: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  let depth = 0;
  for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return text.length;
}
