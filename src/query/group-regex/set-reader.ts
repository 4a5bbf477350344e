/** Reads sets of characters: escapes, properties, and classes in brackets. */
import { both, type CharSet, either, not, oneOf, property, range, withoutCase } from './char-set.ts';
import type { Cursor } from './cursor.ts';
import { classOf, type Dialect } from './dialect.ts';
import { ExpressionError } from './node.ts';

export class SetReader {
  readonly #cursor: Cursor;
  readonly #dialect: Dialect;

  constructor(cursor: Cursor, dialect: Dialect) {
    this.#cursor = cursor;
    this.#dialect = dialect;
  }

  /** A character or class behind a backslash, within brackets or not. */
  escaped(found: string, start: number): CharSet {
    const code = this.#code(found, start);
    if (code !== undefined) return (other) => other === code;
    if (found === 'p' || found === 'P') {
      const set = this.#property(start);
      return found === 'p' ? set : not(set);
    }
    const set = classOf(found, this.#dialect);
    if (set !== undefined) return set;
    if (/[a-zA-Z]/.test(found) && this.#dialect.name === 'java') {
      throw new ExpressionError(`Illegal escape sequence \`\\${found}\``, 'drop the backslash', start);
    }
    return oneOf(found);
  }

  /** @returns the code point that an escape stands for, undefined if it stands for no single one */
  #code(found: string, start: number): number | undefined {
    switch (found) {
      case 't':
        return 9;
      case 'n':
        return 10;
      case 'f':
        return 12;
      case 'r':
        return 13;
      case 'a':
        return 7;
      case 'e':
        return 27;
      case '0':
        return Number.parseInt(this.#digits(/^[0-7]{1,3}/, start), 8);
      case 'u':
        if (this.#dialect.name !== 'java') return undefined;
        return Number.parseInt(this.#digits(/^[0-9a-fA-F]{4}/, start), 16);
      case 'x':
        return Number.parseInt(this.#digits(/^(?:[0-9a-fA-F]{2}|\{[0-9a-fA-F]{1,6}\})/, start), 16);
      default:
        return undefined;
    }
  }

  #digits(form: RegExp, start: number): string {
    const found = this.#cursor.ahead(form, 8)?.[0];
    if (found === undefined)
      throw new ExpressionError('Illegal escape sequence', 'write `\\x41` or `\\u0041`', start);
    this.#cursor.at += found.length;
    return found.replace(/[{}]/g, '');
  }

  #property(start: number): CharSet {
    const found = this.#cursor.ahead(/^(?:\{(\^?)(\w+(?:=\w+)?)\}|([A-Z]))/, 60);
    const name = found?.[2] ?? found?.[3] ?? '';
    const plain = name.replace(/^(?:Is|In|general_category=|gc=)/, '');
    const set = this.#dialect.posix[name.toLowerCase()] ?? property(plain) ?? property(`Script=${plain}`);
    if (found === null || set === undefined) {
      throw new ExpressionError(
        `Unknown character property \`${name}\``,
        'write `\\p{L}` or `\\p{Alpha}`',
        start,
      );
    }
    this.#cursor.at += found[0].length;
    return found[1] === '^' ? not(set) : set;
  }

  /**
   * Reads a class in brackets, behind `[`.
   * @param caseless whether letters stand for both cases
   */
  brackets(caseless: boolean): CharSet {
    const start = this.#cursor.at - 1;
    this.#cursor.enter('classes', this.#cursor.at);
    const negated = this.#cursor.take('^');
    let sets: CharSet[] = [];
    let met: CharSet | undefined;
    let first = true;
    for (;;) {
      if (!this.#cursor.isMore)
        throw new ExpressionError('Unclosed character class', 'add `]`, or write `\\[`', start);
      if (this.#cursor.peek() === ']' && !first) break;
      if (this.#cursor.take('&&')) {
        met = met === undefined ? either(sets) : both(met, either(sets));
        sets = [];
      } else sets.push(this.#member(caseless));
      first = false;
    }
    this.#cursor.at++;
    this.#cursor.leave();
    const union = either(sets);
    const set = met === undefined ? union : sets.length === 0 ? met : both(met, union);
    return negated ? not(caseless ? withoutCase(set, this.#dialect.asciiCase) : set) : set;
  }

  /** A character, a range or a class within brackets. */
  #member(caseless: boolean): CharSet {
    const start = this.#cursor.at;
    const named = this.#cursor.ahead(/^\[:(\^?)(\w+):\]/, 20);
    const set = named === null ? undefined : this.#dialect.posix[(named[2] as string).toLowerCase()];
    if (named !== null && set !== undefined) {
      this.#cursor.at += named[0].length;
      return named[1] === '^' ? not(set) : set;
    }
    if (this.#cursor.take('[')) return this.brackets(caseless);
    const from = this.#memberCode();
    if (typeof from !== 'number') return from;
    const rest = this.#cursor.text.slice(this.#cursor.at, this.#cursor.at + 2);
    if (rest[0] !== '-' || rest.length < 2 || rest[1] === ']' || rest[1] === '[') return range(from, from);
    this.#cursor.at++;
    const to = this.#memberCode();
    if (typeof to !== 'number') return either([range(from, from), oneOf('-'), to]);
    if (to < from)
      throw new ExpressionError('Illegal character range', 'put the lower character first', start);
    return range(from, to);
  }

  #memberCode(): CharSet | number {
    const start = this.#cursor.at;
    const found = this.#cursor.next();
    if (found !== '\\') return found.codePointAt(0) as number;
    if (!this.#cursor.isMore)
      throw new ExpressionError('A backslash ends the expression', 'write `\\\\`', start);
    const escaped = this.#cursor.next();
    if (escaped === 'b') return 8;
    const code = this.#code(escaped, start);
    if (code !== undefined) return code;
    if (/[a-zA-Z]/.test(escaped)) return this.escaped(escaped, start);
    return escaped.codePointAt(0) as number;
  }
}
