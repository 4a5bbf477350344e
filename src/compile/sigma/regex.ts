/** Sigma's regular expressions (a part of PCRE, looked for anywhere) as Lucene's, which are about the whole value. */

export interface Flags {
  readonly insensitive: boolean;
  /** `^` and `$` are at line ends, too. */
  readonly multiline: boolean;
  /** `.` is a line end, too. */
  readonly dotAll: boolean;
  readonly anchoredStart: boolean;
  readonly anchoredEnd: boolean;
}

export type Translated =
  | { readonly pattern: string; readonly insensitive: boolean }
  /** What has no equivalent, where it stands in the pattern. */
  | { readonly unsaid: string; readonly at: number };

class Unsaid extends Error {
  readonly at: number;

  constructor(what: string, at: number) {
    super(what);
    this.at = at;
  }
}

const classes: Readonly<Record<string, string>> = { d: '0-9', w: 'a-zA-Z0-9_', s: ' \t\n\r\f\v' };
const controls: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  f: '\f',
  v: '\v',
  a: '\x07',
  e: '\x1b',
};

export function toLucene(source: string, flags: Flags): Translated {
  try {
    return new Translation(source, flags).whole();
  } catch (error) {
    if (!(error instanceof Unsaid)) throw error;
    return { unsaid: error.message, at: error.at };
  }
}

class Translation {
  readonly #source: string;
  #flags: Flags;
  #at = 0;

  constructor(source: string, flags: Flags) {
    this.#source = source;
    this.#flags = flags;
  }

  whole(): Translated {
    const inline = /^\(\?([ims]+)\)/.exec(this.#source);
    if (inline?.[1] !== undefined) {
      this.#at = inline[0].length;
      const has = (flag: string) => inline[1]?.includes(flag) === true;
      this.#flags = {
        ...this.#flags,
        insensitive: this.#flags.insensitive || has('i'),
        multiline: this.#flags.multiline || has('m'),
        dotAll: this.#flags.dotAll || has('s'),
      };
    }
    const alternatives = this.#alternatives(true);
    if (this.#at < this.#source.length) throw new Unsaid('a `)` without its `(`', this.#at);
    const { insensitive } = this.#flags;
    return { pattern: alternatives, insensitive };
  }

  /** @param isTop whether anchors may stand at the beginnings and ends, which are open without them */
  #alternatives(isTop: boolean): string {
    const found = [this.#sequence(isTop)];
    while (this.#peek() === '|') {
      this.#at++;
      found.push(this.#sequence(isTop));
    }
    return found.length === 1 ? (found[0] ?? '') : found.join('|');
  }

  #sequence(isTop: boolean): string {
    const { multiline, anchoredStart, anchoredEnd } = this.#flags;
    let before = isTop && !anchoredStart ? '.*' : '';
    let behind = isTop && !anchoredEnd ? '.*' : '';
    if (isTop && this.#peek() === '^') {
      this.#at++;
      before = multiline ? '(.*\n)?' : '';
    }
    let text = '';
    while (this.#at < this.#source.length && !'|)'.includes(this.#peek())) {
      if (
        isTop &&
        this.#peek() === '$' &&
        (this.#at + 1 === this.#source.length || this.#source[this.#at + 1] === '|')
      ) {
        this.#at++;
        behind = multiline ? '(\n.*)?' : '';
        break;
      }
      text += this.#repeated();
    }
    return before + text + behind || '()';
  }

  #repeated(): string {
    const atom = this.#atom();
    let quantifier = '';
    const [found] = /^(?:[*+?]|\{\d+(?:,\d*)?\})/.exec(this.#source.slice(this.#at)) ?? [];
    if (found !== undefined) {
      this.#at += found.length;
      quantifier = found;
      // What is matched does not depend on how much is tried first.
      if (this.#peek() === '?') this.#at++;
      else if (this.#peek() === '+') throw new Unsaid('a quantifier that gives nothing back', this.#at);
      if (/^(?:[*+?]|\{\d)/.test(this.#source.slice(this.#at)))
        throw new Unsaid('a quantifier of a quantifier', this.#at);
    }
    return atom + quantifier;
  }

  #atom(): string {
    const start = this.#at;
    const character = this.#next();
    switch (character) {
      case '.':
        return this.#flags.dotAll ? '.' : '[^\n]';
      case '^':
      case '$':
        throw new Unsaid(`\`${character}\` within the expression`, start);
      case '*':
      case '+':
      case '?':
        throw new Unsaid(`\`${character}\` with nothing before it`, start);
      case '(':
        return this.#group(start);
      case '[':
        return this.#class(start);
      case '\\':
        return this.#escape(start);
      default:
        return literal(character);
    }
  }

  #group(start: number): string {
    if (this.#peek() === '?') {
      if (this.#source[this.#at + 1] !== ':')
        throw new Unsaid(`\`${this.#source.slice(start, start + 4)}\``, start);
      this.#at += 2;
    }
    const inside = this.#alternatives(false);
    if (this.#peek() !== ')') throw new Unsaid('a `(` without its `)`', start);
    this.#at++;
    return `(${inside})`;
  }

  #class(start: number): string {
    const isNegated = this.#peek() === '^';
    if (isNegated) this.#at++;
    let inside = '';
    for (let first = true; ; first = false) {
      if (this.#at >= this.#source.length) throw new Unsaid('a `[` without its `]`', start);
      const at = this.#at;
      const character = this.#next();
      if (character === ']' && !first) break;
      if (character === '[' && /^[:.=]/.test(this.#peek())) throw new Unsaid('a class with a name', at);
      if (character === '\\') inside += this.#escapedInClass(at);
      else if (character === '-') inside += this.#peek() === ']' || first ? '\\-' : '-';
      else inside += inClass(character);
    }
    return `[${isNegated ? '^' : ''}${inside}]`;
  }

  #escapedInClass(at: number): string {
    const character = this.#next();
    const known = classes[character];
    if (known !== undefined) return known;
    if (/[A-Za-z0-9]/.test(character)) {
      const control = this.#control(character);
      if (control === undefined) throw new Unsaid(`\`\\${character}\` within a class`, at);
      return inClass(control);
    }
    return inClass(character);
  }

  #escape(start: number): string {
    const character = this.#next();
    const known = classes[character.toLowerCase()];
    if (known !== undefined) return `[${character === character.toLowerCase() ? '' : '^'}${known}]`;
    if (!/[A-Za-z0-9]/.test(character)) return literal(character);
    const control = this.#control(character);
    if (control === undefined) throw new Unsaid(`\`\\${character}\``, start);
    return literal(control);
  }

  #control(character: string): string | undefined {
    if (character !== 'x') return controls[character];
    const [, digits] = /^([0-9a-fA-F]{2})/.exec(this.#source.slice(this.#at)) ?? [];
    if (digits === undefined) return undefined;
    this.#at += 2;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  #peek(): string {
    return this.#source.charAt(this.#at);
  }

  #next(): string {
    if (this.#at >= this.#source.length) throw new Unsaid('a backslash with nothing behind it', this.#at - 1);
    const character = String.fromCodePoint(this.#source.codePointAt(this.#at) ?? 0);
    this.#at += character.length;
    return character;
  }
}

/** A character of Lucene's syntax that stands for itself. */
export function literal(character: string): string {
  return /[.?+*|{}[\]()"\\#@&<>~^$-]/.test(character) ? `\\${character}` : character;
}

function inClass(character: string): string {
  return /[[\]\\^"&~-]/.test(character) ? `\\${character}` : character;
}
