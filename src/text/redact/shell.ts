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
  return new ShellReader(text).commands();
}

class ShellReader {
  readonly #text: string;
  #at = 0;
  /** Quotes that are not closed any more from here on. */
  readonly #unclosed = new Set<string>();

  constructor(text: string) {
    this.#text = text;
  }

  commands(): readonly ShellCommand[] {
    const commands: ShellCommand[] = [];
    let words: Word[] = [];
    let before = '';
    let isInput = false;
    const end = (): void => {
      if (words.length > 0) commands.push({ words, operator: before });
      words = [];
    };
    while (this.#at < this.#text.length) {
      const found = this.#next(variable) === undefined ? this.#next(operator) : undefined;
      const redirected = this.#next(redirection);
      if (found !== undefined) {
        end();
        before = found;
        this.#at += found.length;
      } else if (redirected !== undefined) {
        isInput = redirected === '<<<';
        this.#at += redirected.length;
      } else if (!this.#passBlank()) {
        words.push(this.#word(isInput));
        isInput = false;
      }
    }
    end();
    return commands;
  }

  /** @returns whether there was a blank, or a line that goes on in the next */
  #passBlank(): boolean {
    const width = /\s/.test(this.#character) ? 1 : this.#text.startsWith('\\\n', this.#at) ? 2 : 0;
    this.#at += width;
    return width > 0;
  }

  #word(isInput: boolean): Word {
    const start = this.#at;
    let value = '';
    for (let part = this.#part(); part !== undefined; part = this.#part()) value += part;
    return { start, end: Math.min(this.#at, this.#text.length), value, isInput };
  }

  /** Takes what comes next of a word. @returns its value; undefined where the word ends */
  #part(): string | undefined {
    if (this.#at >= this.#text.length) return undefined;
    const character = this.#character;
    const run = this.#next(plain);
    if (run !== undefined) return this.#take(run);
    if (character === '\\') {
      this.#at += 2;
      return this.#text[this.#at - 1] ?? '';
    }
    if (character === '"' || character === "'") return this.#quoted(character) ?? this.#take(character);
    if (character === '$' && this.#text[this.#at + 1] === '(') {
      // The inner command follows as one of its own; `$(VAR)` is Kubernetes' reference.
      const reference = this.#next(variable);
      return reference === undefined ? undefined : this.#take(reference);
    }
    return character === '$' ? this.#take(character) : undefined;
  }

  /** @returns undefined if the quote is never closed */
  #quoted(quote: string): string | undefined {
    const close = this.#unclosed.has(quote) ? -1 : closingQuote(this.#text, this.#at);
    if (close === -1) {
      this.#unclosed.add(quote);
      return undefined;
    }
    const inner = this.#text.slice(this.#at + 1, close);
    this.#at = close + 1;
    return quote === '"' ? inner.replace(/\\(["\\$`])/g, '$1') : inner;
  }

  get #character(): string {
    return this.#text[this.#at] as string;
  }

  #next(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text)?.[0];
  }

  #take(text: string): string {
    this.#at += text.length;
    return text;
  }
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
