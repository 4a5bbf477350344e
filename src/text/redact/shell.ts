/** The words of a command line as a shell splits it, with their places in the text. */

export interface Word {
  readonly start: number;
  readonly end: number;
  /** Without quotes and escapes. */
  readonly value: string;
  /** Behind `<<<`: what the command reads from standard input. */
  readonly isInput: boolean;
}

/** What stands between two operators. */
export interface ShellCommand {
  readonly words: readonly Word[];
  /** The operator before it: `|`, `;`, `&&`, `(`, a newline; empty for the first. */
  readonly operator: string;
}

const operator = /\|\|?&?|&&?|;;?|\n|\$\(|[()`]/y;
const redirection = /<<<|[<>]{1,2}&?/y;
const variable = /\$\([A-Z_][A-Z0-9_]{0,127}\)/y;
const plain = /[^\s"'\\|&;()<>`$]+/y;

/**
 * Splits a text as a shell would, or as near to it as a text that need not be a command allows: a quote that is
 * never closed is a character like others.
 */
export function commandsOf(text: string): readonly ShellCommand[] {
  const commands: ShellCommand[] = [];
  let words: Word[] = [];
  let before = '';
  let at = 0;
  const unclosed = new Set<string>();
  const readWord = (isInput: boolean): Word => {
    const start = at;
    let value = '';
    while (at < text.length) {
      const character = text[at] as string;
      const run = matchAt(plain, text, at);
      if (run !== undefined) {
        value += run;
        at += run.length;
      } else if (character === '\\') {
        value += text[at + 1] ?? '';
        at += 2;
      } else if ((character === '"' || character === "'") && !unclosed.has(character)) {
        const close = closingQuote(text, at);
        if (close === -1) {
          unclosed.add(character);
          continue;
        }
        const inner = text.slice(at + 1, close);
        value += character === '"' ? inner.replace(/\\(["\\$`])/g, '$1') : inner;
        at = close + 1;
      } else if (/\s/.test(character) || (character !== '$' && /[|&;()`<>]/.test(character))) {
        break;
      } else if (character === '$' && text[at + 1] === '(') {
        // The inner command follows as one of its own; `$(VAR)` is Kubernetes' reference.
        const found = matchAt(variable, text, at);
        if (found === undefined) break;
        value += found;
        at += found.length;
      } else {
        value += character;
        at++;
      }
    }
    return { start, end: Math.min(at, text.length), value, isInput };
  };
  let isInput = false;
  while (at < text.length) {
    const found = matchAt(variable, text, at) === undefined ? matchAt(operator, text, at) : undefined;
    const redirected = matchAt(redirection, text, at);
    if (found !== undefined) {
      if (words.length > 0) commands.push({ words, operator: before });
      words = [];
      before = found;
      at += found.length;
    } else if (redirected !== undefined) {
      isInput = redirected === '<<<';
      at += redirected.length;
    } else if (/\s/.test(text[at] as string)) at++;
    else if (text.startsWith('\\\n', at)) at += 2;
    else {
      words.push(readWord(isInput));
      isInput = false;
    }
  }
  if (words.length > 0) commands.push({ words, operator: before });
  return commands;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function closingQuote(text: string, open: number): number {
  const quote = text[open] as string;
  if (quote === "'") return text.indexOf(quote, open + 1);
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return at;
  }
  return -1;
}
