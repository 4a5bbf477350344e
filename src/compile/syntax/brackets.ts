/** Brackets and backquotes of EQL and ES|QL that are not in pairs: what the parser's own report does not say. */
import type { Problem, Span } from '../problem.ts';

const closing = { '(': ')', '[': ']', '{': '}' } as const;
type Bracket = keyof typeof closing;

const names = { '(': 'parenthesis', '[': 'bracket', '{': 'brace' } as const satisfies Record<Bracket, string>;

interface OpenBracket {
  readonly bracket: Bracket;
  readonly at: number;
}

/** Strings, names in backquotes and comments, whose brackets are none. */
const opaque =
  /"""(?:(?!""")[^\r\n])*"{0,5}|"(?:\\.|[^"\\\r\n])*"?|`[^`]*`?|\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;

export interface BracketsOf {
  /** The brackets that the language has. */
  readonly brackets: readonly Bracket[];
  /** What stands between backquotes: `field`. */
  readonly named: string;
}

export interface BracketPlace {
  /** From where brackets are read, up to where parsing could not go on. */
  readonly read: Span;
  /** Whether what is parsed together ends there. */
  readonly isEnd: boolean;
  /** Whether something is missing before it that is no bracket, such as a value behind an operator. */
  readonly isDangling: boolean;
}

/** @returns what is wrong with brackets where parsing could not go on; undefined if it is something else */
export function bracketProblem(
  text: string,
  { read, isEnd, isDangling }: BracketPlace,
  { brackets, named }: BracketsOf,
): Problem | undefined {
  const { end: offset } = read;
  const found = text[offset];
  if (found === '`') {
    if (text.startsWith('``', offset))
      return error('empty-name', offset, 'nothing stands between these backquotes', `name a ${named}`);
    if (!text.includes('`', offset + 1)) {
      const hint = 'close it; a backquote that is part of a name is written twice';
      return error('unclosed-backquote', offset, 'this backquote is never closed', hint);
    }
  }
  if (isDangling) return undefined;
  const innermost = openBrackets(text, read, brackets).at(-1);
  if (innermost !== undefined && isEnd) {
    const hint = `add \`${closing[innermost.bracket]}\``;
    return error('unclosed-bracket', innermost.at, `this ${names[innermost.bracket]} is never closed`, hint);
  }
  const opener = brackets.find((bracket) => closing[bracket] === found);
  if (opener === undefined || innermost?.bracket === opener) return undefined;
  if (innermost === undefined) {
    const message = `\`${found}\` closes what no \`${opener}\` has opened`;
    return error('unopened-bracket', offset, message, 'drop it, or open it before');
  }
  const wanted = closing[innermost.bracket];
  const message = `found \`${found}\` where \`${wanted}\` is missing`;
  return error('unopened-bracket', offset, message, `add \`${wanted}\` before it`);
}

function error(code: string, at: number, message: string, hint: string): Problem {
  return { severity: 'error', code, message, hint, span: { start: at, end: at + 1 } };
}

/** @returns the brackets that are open at the end of the span, innermost last */
function openBrackets(text: string, { start, end }: Span, brackets: readonly Bracket[]): OpenBracket[] {
  const open: OpenBracket[] = [];
  for (let at = start; at < end; ) {
    opaque.lastIndex = at;
    if (opaque.test(text)) {
      at = opaque.lastIndex;
      continue;
    }
    const opened = brackets.find((bracket) => bracket === text[at]);
    if (opened !== undefined) open.push({ bracket: opened, at });
    else if (brackets.some((bracket) => closing[bracket] === text[at])) open.pop();
    at++;
  }
  return open;
}
