/**
 * Lucene's regular expressions, with all of their optional operators, as Elasticsearch's `regexp` query has them
 * (https://www.elastic.co/docs/reference/query-languages/query-dsl/regexp-syntax). From loose to tight:
 * `a|b`, `a&b`, `ab`, `a? a* a+ a{1,3}`, `~a`, and `. # @ "a" [a-c] <1-9> (a) \a a`.
 */
import { anyCodePoint, type CodePoints, codePoints, complement, folded, union } from './code-points.ts';
import { type Node, Nodes } from './expression.ts';
import { interval } from './interval.ts';

/** Elasticsearch's default of `index.max_regex_length`. */
export const maxLength = 1000;
const maxDepth = 100;
const maxRepetitions = 1000;

export interface RegexProblem {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly hint: string;
  /** Where in the pattern, in UTF-16 code units. */
  readonly at: number;
}

export interface ParsedRegex {
  readonly nodes: Nodes;
  readonly node: Node;
  /** What is no mistake to Lucene, and probably one to the author. */
  readonly warnings: readonly RegexProblem[];
  /** Of each `|`, where operators stand in them that can leave nothing to match. */
  readonly alternatives: readonly { readonly node: Node; readonly text: string; readonly at: number }[];
}

class Refused extends Error {
  readonly problem: RegexProblem;
  constructor(message: string, hint: string, at: number) {
    super(message);
    this.problem = { severity: 'error', message, hint, at };
  }
}

/**
 * @param caseInsensitive characters in the nodes are folded (../fold-case.ts), and so has the text to be
 * @returns the expression, or the one problem that ended parsing
 */
export function parseRegex(pattern: string, caseInsensitive: boolean): ParsedRegex | RegexProblem {
  if (pattern.length > maxLength) {
    const message = `a regular expression has at most ${maxLength} characters, and this one ${pattern.length}`;
    return { severity: 'error', message, hint: 'split it into several', at: maxLength };
  }
  try {
    return new RegexParser(pattern, caseInsensitive).parse();
  } catch (error) {
    if (error instanceof Refused) return error.problem;
    throw error;
  }
}

/** `\d`, `\w` and `\s`; their capital letters are the opposites. */
const classes: Readonly<Record<string, CodePoints>> = {
  d: [0x30, 0x39],
  w: codePoints([
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x5f, 0x5f],
    [0x61, 0x7a],
  ]),
  s: codePoints([
    [0x09, 0x0a],
    [0x0d, 0x0d],
    [0x20, 0x20],
  ]),
};

class RegexParser {
  readonly #pattern: string;
  readonly #caseInsensitive: boolean;
  readonly #nodes = new Nodes();
  readonly #warnings: RegexProblem[] = [];
  readonly #alternatives: ParsedRegex['alternatives'][number][] = [];
  #at = 0;
  #depth = 0;

  constructor(pattern: string, caseInsensitive: boolean) {
    this.#pattern = pattern;
    this.#caseInsensitive = caseInsensitive;
  }

  parse(): ParsedRegex {
    const node = this.#pattern === '' ? this.#nodes.empty : this.#union();
    if (this.#more()) throw new Refused('`)` closes what no `(` has opened', 'write `\\)`', this.#at);
    return { nodes: this.#nodes, node, warnings: this.#warnings, alternatives: this.#alternatives };
  }

  #union(): Node {
    const parts = [];
    do {
      const at = this.#at;
      const node = this.#intersection();
      const text = this.#pattern.slice(at, this.#at);
      parts.push({ node, text, at });
    } while (this.#take('|'));
    if (parts.length > 1) this.#alternatives.push(...parts.filter(({ text }) => /[&~#]/.test(text)));
    return this.#nodes.or(parts.map(({ node }) => node));
  }

  #intersection(): Node {
    const parts = [this.#sequence()];
    while (this.#take('&')) parts.push(this.#sequence());
    return this.#nodes.and(parts);
  }

  #sequence(): Node {
    const start = this.#at;
    const parts: Node[] = [];
    if (this.#peek() === '|' || this.#peek() === '&') {
      this.#warnOfOperator(this.#peek(), start);
      parts.push(this.#repetition());
    }
    while (this.#more() && !'|&)'.includes(this.#peek())) parts.push(this.#repetition());
    if (parts.length === 0) {
      throw new Refused('nothing stands here', 'for the empty text write `()`', start);
    }
    return parts.reduceRight((next, first) => this.#nodes.sequence(first, next), this.#nodes.empty);
  }

  #repetition(): Node {
    let node = this.#complement();
    for (;;) {
      if (this.#take('?')) node = this.#nodes.repeat(node, 0, 1);
      else if (this.#take('*')) node = this.#nodes.repeat(node, 0, Number.POSITIVE_INFINITY);
      else if (this.#take('+')) node = this.#nodes.repeat(node, 1, Number.POSITIVE_INFINITY);
      else if (this.#peek() === '{') node = this.#nodes.repeat(node, ...this.#bounds());
      else return node;
    }
  }

  #bounds(): [number, number] {
    const start = this.#at;
    const found = /^\{(\d+)(?:(,)(\d*))?\}/.exec(this.#pattern.slice(start));
    if (found === null) {
      const hint = 'write `{2}`, `{2,}` or `{2,4}`; as a character, `\\{`';
      throw new Refused('this is no number of repetitions', hint, start);
    }
    this.#at += found[0].length;
    const min = Number(found[1]);
    const max = found[2] === undefined ? min : found[3] === '' ? Number.POSITIVE_INFINITY : Number(found[3]);
    if (max < min) throw new Refused('the second number is below the first', 'swap them', start);
    if (min > maxRepetitions || (max !== Number.POSITIVE_INFINITY && max > maxRepetitions)) {
      throw new Refused(
        `at most ${maxRepetitions} repetitions can be asked for`,
        'leave out the bound',
        start,
      );
    }
    return [min, max];
  }

  #complement(): Node {
    if (!this.#take('~')) return this.#simple();
    const of = this.#deeper(() => this.#complement());
    return this.#nodes.not(of);
  }

  #simple(): Node {
    const start = this.#at;
    if (!this.#more()) throw new Refused('the expression ends here', 'add what should follow `~`', start);
    const found = this.#next();
    switch (found) {
      case '.':
        return this.#nodes.one(anyCodePoint);
      case '#':
        return this.#nodes.never;
      case '@':
        return this.#nodes.all;
      case '"':
        return this.#quoted(start);
      case '[':
        return this.#class(start);
      case '(':
        return this.#group(start);
      case '<':
        return this.#interval(start);
      case '\\':
        return this.#escaped(start);
      case '?':
      case '*':
      case '+':
      case '{':
        this.#warnOfOperator(found, start);
        return this.#nodes.one(this.#character(found));
      default:
        this.#warnOfAnchor(found, start);
        return this.#nodes.one(this.#character(found));
    }
  }

  #quoted(start: number): Node {
    const end = this.#pattern.indexOf('"', this.#at);
    if (end === -1)
      throw new Refused('this quotation mark is never closed', 'as a character it is written `\\"`', start);
    const text = this.#pattern.slice(this.#at, end);
    this.#at = end + 1;
    return Array.from(text).reduceRight<Node>(
      (next, each) => this.#nodes.sequence(this.#nodes.one(this.#character(each)), next),
      this.#nodes.empty,
    );
  }

  #group(start: number): Node {
    if (this.#take(')')) return this.#nodes.empty;
    const node = this.#deeper(() => this.#union());
    if (!this.#take(')'))
      throw new Refused('this parenthesis is never closed', 'add `)`, or write `\\(`', start);
    return node;
  }

  #interval(start: number): Node {
    const found = /^(\d{1,15})-(\d{1,15})>/.exec(this.#pattern.slice(this.#at));
    if (found === null) {
      const hint = 'write `<1-100>`; as a character, `\\<`';
      throw new Refused('this is no interval of numbers', hint, start);
    }
    this.#at += found[0].length;
    return interval(this.#nodes, found[1] as string, found[2] as string);
  }

  #escaped(start: number): Node {
    if (!this.#more()) throw new Refused('a backslash ends the expression', 'write `\\\\`', start);
    const found = this.#next();
    const of = this.#named(found);
    if (of !== undefined) return this.#nodes.one(of);
    this.#refuseLetter(found, start);
    return this.#nodes.one(this.#character(found));
  }

  #class(start: number): Node {
    const negated = this.#take('^');
    const sets: CodePoints[] = [];
    do {
      if (!this.#more()) throw new Refused('this bracket is never closed', 'add `]`, or write `\\[`', start);
      sets.push(this.#item());
    } while (!this.#take(']'));
    const set = union(...sets);
    return this.#nodes.one(negated ? complement(set) : set);
  }

  /** A character, a range or a class within brackets. */
  #item(): CodePoints {
    const start = this.#at;
    const from = this.#member();
    if (typeof from !== 'number') return from;
    // To Lucene a backslash is a class of its own, behind which no range begins.
    if (this.#pattern.startsWith('\\\\', start)) return this.#folded([from, from]);
    // And a `-` is a range even where the bracket seems to close: `[a-]` goes to `]`.
    if (this.#at + 1 === this.#pattern.length || !this.#take('-')) return this.#folded([from, from]);
    const to = this.#member();
    if (typeof to !== 'number' || to < from) {
      const hint = 'a range goes from a lower to a higher one: `[a-z]`; as a character, `\\-`';
      throw new Refused('this is no range of characters', hint, start);
    }
    return this.#folded([from, to]);
  }

  /** @returns the code point of a character, or the characters of a class */
  #member(): number | CodePoints {
    const start = this.#at;
    const found = this.#next();
    if (found !== '\\') return found.codePointAt(0) as number;
    if (!this.#more()) throw new Refused('a backslash ends the expression', 'write `\\\\`', start);
    const escaped = this.#next();
    const of = this.#named(escaped);
    if (of === undefined) this.#refuseLetter(escaped, start);
    return of ?? (escaped.codePointAt(0) as number);
  }

  #named(letter: string): CodePoints | undefined {
    const small = letter.toLowerCase();
    const of = classes[small];
    if (of === undefined) return undefined;
    return letter === small ? this.#folded(of) : complement(this.#folded(of));
  }

  #character(character: string): CodePoints {
    const code = character.codePointAt(0) as number;
    return this.#folded([code, code]);
  }

  #folded(set: CodePoints): CodePoints {
    return this.#caseInsensitive ? folded(set) : set;
  }

  #warnOfAnchor(found: string, at: number): void {
    const isAnchor = (found === '^' && at === 0) || (found === '$' && at === this.#pattern.length - 1);
    if (!isAnchor) return;
    const message = `\`${found}\` is an ordinary character here: an expression always has to match the whole value`;
    this.#warnings.push({ severity: 'warning', message, hint: `drop it, or write \`\\${found}\``, at });
  }

  /** Where something has to stand, Lucene takes what stands there. */
  #warnOfOperator(found: string, at: number): void {
    const message = `\`${found}\` is an ordinary character here, because nothing stands before it`;
    const isBetween = found === '|' || found === '&';
    const hint = isBetween
      ? 'for the empty text write `()`'
      : `write \`\\${found}\`, or \`.\` before it for any character`;
    this.#warnings.push({ severity: 'warning', message, hint, at });
  }

  /** Lucene takes no letters behind a backslash but those of classes; a digit stands for itself. */
  #refuseLetter(found: string, at: number): void {
    const hint = 'drop the backslash, or write what is meant';
    if (/^[a-zA-Z]$/.test(found)) {
      throw new Refused(`\`\\${found}\` is no class: there are \`\\d\`, \`\\w\` and \`\\s\``, hint, at);
    }
    if (!/^\d$/.test(found)) return;
    this.#warnings.push({
      severity: 'warning',
      message: `\`\\${found}\` is the character \`${found}\`: nothing refers back to a group here`,
      hint,
      at,
    });
  }

  #deeper(read: () => Node): Node {
    if (++this.#depth > maxDepth) {
      throw new Refused(
        `more than ${maxDepth} groups inside one another`,
        'drop those that change nothing',
        this.#at,
      );
    }
    const node = read();
    this.#depth--;
    return node;
  }

  #more(): boolean {
    return this.#at < this.#pattern.length;
  }

  #peek(): string {
    return this.#pattern[this.#at] ?? '';
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at++;
    return true;
  }

  #next(): string {
    const character = String.fromCodePoint(this.#pattern.codePointAt(this.#at) as number);
    this.#at += character.length;
    return character;
  }
}
