/**
 * Parses regular expressions of Java and of Oniguruma. What no automaton can do is refused by name: back-references,
 * look-around at more than one character, and groups or repetitions that give nothing back where that can be told.
 */
import { anyChar, type CharSet, either, not, oneOf, withoutCase } from './char-set.ts';
import { Cursor } from './cursor.ts';
import type { Dialect } from './dialect.ts';
import { type Assertion, before, behind, type Expression, ExpressionError, type Node } from './node.ts';
import { SetReader } from './set-reader.ts';

const maxLength = 20_000;
const maxRepetitions = 1000;

/** @throws {ExpressionError} */
export function parseExpression(pattern: string, dialect: Dialect): Expression {
  if (pattern.length > maxLength) {
    throw new ExpressionError(`an expression has at most ${maxLength} characters`, 'shorten it', maxLength);
  }
  return new Parser(dialect.name === 'java' ? unquoted(pattern) : pattern, dialect).parse();
}

interface Flags {
  readonly caseless: boolean;
  readonly linewise: boolean;
  readonly dotAll: boolean;
}

const empty: Node = { kind: 'empty' };

class Parser {
  readonly #cursor: Cursor;
  readonly #sets: SetReader;
  readonly #dialect: Dialect;
  readonly #names: { name: string; index: number }[] = [];
  #flags: Flags;
  #groups = 1;

  constructor(pattern: string, dialect: Dialect) {
    this.#cursor = new Cursor(pattern);
    this.#sets = new SetReader(this.#cursor, dialect);
    this.#dialect = dialect;
    this.#flags = { caseless: false, linewise: dialect.linewise, dotAll: false };
  }

  parse(): Expression {
    const node = this.#choice();
    if (this.#cursor.isMore) this.#refuse('Unmatched closing `)`', 'write `\\)`');
    return { node, groups: this.#groups, names: this.#names };
  }

  #choice(): Node {
    const flags = this.#flags;
    const of = [this.#sequence()];
    while (this.#cursor.take('|')) of.push(this.#sequence());
    this.#flags = flags;
    return of.length === 1 ? (of[0] as Node) : { kind: 'choice', of };
  }

  #sequence(): Node {
    const of: Node[] = [];
    while (this.#cursor.isMore && this.#cursor.peek() !== '|' && this.#cursor.peek() !== ')')
      of.push(this.#repetition());
    return of.length === 1 ? (of[0] as Node) : { kind: 'sequence', of };
  }

  #repetition(): Node {
    const start = this.#cursor.at;
    let node = this.#atom();
    for (;;) {
      const bounds = this.#bounds();
      if (bounds === undefined) return node;
      const [min, max] = bounds;
      if (this.#cursor.take('+')) node = this.#possessive(node, min, max, start);
      else node = { kind: 'repeat', of: node, min, max, lazy: this.#cursor.take('?') };
    }
  }

  /** @returns undefined where no repetition stands */
  #bounds(): readonly [number, number] | undefined {
    if (this.#cursor.take('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.#cursor.take('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.#cursor.take('?')) return [0, 1];
    const found = this.#cursor.ahead(/^\{(\d{0,9})(?:(,)(\d{0,9}))?\}/, 24);
    const isNone = found === null || (found[1] === '' && (found[3] ?? '') === '');
    if (this.#dialect.name === 'java' && this.#cursor.peek() === '{' && (isNone || found[1] === ''))
      this.#refuse('Illegal repetition', 'as a character it is written `\\{`');
    if (isNone) return undefined;
    const min = Number(found[1]);
    const max = found[2] === undefined ? min : found[3] === '' ? Number.POSITIVE_INFINITY : Number(found[3]);
    if (max < min) this.#refuse('Illegal repetition range', 'put the smaller number first');
    if (min > maxRepetitions || (max > maxRepetitions && max !== Number.POSITIVE_INFINITY)) {
      this.#refuse(`More than ${maxRepetitions} repetitions`, 'leave out the bound');
    }
    this.#cursor.at += found[0].length;
    return [min, max];
  }

  /** What gives nothing back: of one character any number of times it ends where the next is another. */
  #possessive(of: Node, min: number, max: number, at: number): Node {
    if (of.kind === 'one' && (max === Number.POSITIVE_INFINITY || (min === 0 && max === 1))) {
      const { of: set } = of;
      const end: Node = { kind: 'assertion', of: (text, place) => !set(behind(text, place)) };
      if (max === 1) return { kind: 'choice', of: [of, end] };
      return { kind: 'sequence', of: [{ kind: 'repeat', of, min, max, lazy: false }, end] };
    }
    throw new ExpressionError(
      'Possessive repetition of more than one character',
      'drop the second `+`: time is linear without it',
      at,
    );
  }

  #atom(): Node {
    const start = this.#cursor.at;
    const found = this.#cursor.next();
    switch (found) {
      case '.':
        return this.#one(this.#flags.dotAll ? anyChar : not(this.#dialect.newline));
      case '[':
        return this.#one(this.#sets.brackets(this.#flags.caseless));
      case '(':
        return this.#parenthesis(start);
      case '\\':
        return this.#escape(start);
      case '^':
        return this.#assertion(this.#flags.linewise ? lineStart : (_, at) => at === 0);
      case '$':
        return this.#assertion(this.#flags.linewise ? lineEnd : textEnd);
      case '*':
      case '+':
      case '?':
        throw new ExpressionError(
          `Dangling meta character \`${found}\``,
          `as a character it is written \`\\${found}\``,
          start,
        );
      case '{':
        if (this.#dialect.name === 'java') {
          throw new ExpressionError('Illegal repetition', 'as a character it is written `\\{`', start);
        }
    }
    return this.#character(found);
  }

  #one(set: CharSet): Node {
    return { kind: 'one', of: this.#flags.caseless ? withoutCase(set, this.#dialect.asciiCase) : set };
  }

  #character(character: string): Node {
    const code = character.codePointAt(0) as number;
    return this.#one((other) => other === code);
  }

  #assertion(of: Assertion): Node {
    return { kind: 'assertion', of };
  }

  #parenthesis(start: number): Node {
    if (!this.#cursor.take('?')) return this.#group(start);
    if (this.#cursor.take(':')) return this.#inner(start);
    if (this.#cursor.take('>')) return this.#atomic(start);
    if (this.#cursor.take('=')) return this.#look(start, behind, true);
    if (this.#cursor.take('!')) return this.#look(start, behind, false);
    if (this.#cursor.take('<=')) return this.#look(start, before, true);
    if (this.#cursor.take('<!')) return this.#look(start, before, false);
    if (this.#cursor.take('<')) return this.#group(start, this.#name(start));
    if (this.#cursor.take('#')) {
      const end = this.#cursor.text.indexOf(')', this.#cursor.at);
      if (end === -1) throw unclosed(start);
      this.#cursor.at = end + 1;
      return empty;
    }
    return this.#flagged(start);
  }

  #group(start: number, name?: string): Node {
    const index = this.#groups++;
    if (name !== undefined) this.#names.push({ name, index });
    return { kind: 'group', index, of: this.#inner(start) };
  }

  #name(start: number): string {
    const end = this.#cursor.text.indexOf('>', this.#cursor.at);
    const name = end === -1 ? '' : this.#cursor.text.slice(this.#cursor.at, end);
    if (name === '') throw new ExpressionError('A group without a name', 'write `(?<name>…)`', start);
    this.#cursor.at = end + 1;
    return name;
  }

  #inner(start: number): Node {
    this.#cursor.enter('groups', start);
    const node = this.#choice();
    if (!this.#cursor.take(')')) throw unclosed(this.#cursor.text.length);
    this.#cursor.leave();
    return node;
  }

  /** A group that gives nothing back is as any other if it can match in one way only. */
  #atomic(start: number): Node {
    const node = this.#inner(start);
    if (isFixed(node)) return node;
    throw new ExpressionError('Atomic group', 'write `(?:…)`: time is linear without it', start);
  }

  #look(start: number, neighbour: (text: string, at: number) => number, wanted: boolean): Node {
    const set = singleOf(this.#inner(start));
    if (set === undefined) {
      throw new ExpressionError(
        'Look-around at more than one character',
        'match what surrounds it, too',
        start,
      );
    }
    return this.#assertion((text, at) => {
      const code = neighbour(text, at);
      return (code !== -1 && set(code)) === wanted;
    });
  }

  /** `(?i)`, which holds to the end of the group, or `(?i:…)`. */
  #flagged(start: number): Node {
    const found = this.#cursor.ahead(/^([a-zA-Z]*)(?:-([a-zA-Z]+))?([:)])/, 20);
    if (found === null)
      throw new ExpressionError('Unknown inline modifier', 'write `(?:…)` or `(?i)`', start);
    this.#cursor.at += found[0].length;
    const outer = this.#flags;
    this.#flags = this.#changed(
      this.#changed(outer, found[1] ?? '', true, start),
      found[2] ?? '',
      false,
      start,
    );
    if (found[3] === ')') return empty;
    const node = this.#inner(start);
    this.#flags = outer;
    return node;
  }

  #changed(flags: Flags, letters: string, on: boolean, at: number): Flags {
    let changed = flags;
    for (const letter of letters) {
      if (letter === 'i') changed = { ...changed, caseless: on };
      else if (letter === this.#dialect.dotAllFlag) changed = { ...changed, dotAll: on };
      else if (letter === 'm') changed = { ...changed, linewise: on };
      else if (letter !== 'u' || this.#dialect.name !== 'java') {
        throw new ExpressionError(`The flag \`${letter}\` is not supported`, 'leave it out', at);
      }
    }
    return changed;
  }

  #escape(start: number): Node {
    if (!this.#cursor.isMore)
      throw new ExpressionError('A backslash ends the expression', 'write `\\\\`', start);
    const found = this.#cursor.next();
    switch (found) {
      case 'b':
        return this.#assertion(wordBoundary(this.#dialect));
      case 'B': {
        const boundary = wordBoundary(this.#dialect);
        return this.#assertion((text, at) => !boundary(text, at));
      }
      case 'A':
        return this.#assertion((_, at) => at === 0);
      case 'z':
        return this.#assertion((text, at) => at === text.length);
      case 'Z':
        return this.#assertion(textEnd);
      case 'R':
        return lineBreak();
      case 'k':
      case 'g':
      case 'G':
      case 'K':
      case 'X':
        throw new ExpressionError(`\`\\${found}\` is not supported`, 'match the text itself', start);
    }
    if (/[1-9]/.test(found)) {
      throw new ExpressionError('Back-references are not supported', 'match the text itself', start);
    }
    return this.#one(this.#sets.escaped(found, start));
  }

  #refuse(message: string, hint: string): never {
    throw new ExpressionError(message, hint, this.#cursor.at);
  }
}

/** Text within `\Q…\E` with its characters escaped one by one. */
function unquoted(pattern: string): string {
  return pattern.replace(/\\(?:Q([\s\S]*?)(?:\\E|$)|[\s\S])/g, (found, quoted?: string) =>
    quoted === undefined ? found : quoted.replace(/[^\w\s]/g, '\\$&'),
  );
}

function unclosed(at: number): ExpressionError {
  return new ExpressionError('Unclosed group', 'add `)`, or write `\\(`', at);
}

const lineStart: Assertion = (text, at) => at === 0 || (text[at - 1] === '\n' && at < text.length);
const lineEnd: Assertion = (text, at) => at === text.length || text[at] === '\n';
/** Before a newline that ends the text, too. */
const textEnd: Assertion = (text, at) => at === text.length || (at === text.length - 1 && text[at] === '\n');

function lineBreak(): Node {
  const both: Node[] = [13, 10].map((code) => ({ kind: 'one', of: (other) => other === code }));
  const one: Node = { kind: 'one', of: oneOf('\n\x0b\f\r\u0085\u2028\u2029') };
  return { kind: 'choice', of: [{ kind: 'sequence', of: both }, one] };
}

function wordBoundary({ word }: Dialect): Assertion {
  const isWord = (code: number): boolean => code !== -1 && word(code);
  return (text, at) => isWord(before(text, at)) !== isWord(behind(text, at));
}

/** Whether a text can match in one way only. */
function isFixed(node: Node): boolean {
  switch (node.kind) {
    case 'sequence':
      return node.of.every(isFixed);
    case 'choice':
      return singleOf(node) !== undefined;
    case 'repeat':
      return node.min === node.max && isFixed(node.of);
    case 'group':
      return isFixed(node.of);
    default:
      return true;
  }
}

/** @returns the characters of an expression that matches one, undefined if it matches anything else */
function singleOf(node: Node): CharSet | undefined {
  if (node.kind === 'one') return node.of;
  if (node.kind === 'sequence' && node.of.length === 1) return singleOf(node.of[0] as Node);
  if (node.kind !== 'choice') return undefined;
  const sets = node.of.map(singleOf);
  return sets.every((set) => set !== undefined) ? either(sets) : undefined;
}
