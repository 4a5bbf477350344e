/** A place in an expression that is parsed, and how deep it is. */
import { ExpressionError } from './node.ts';

/** How many groups and classes may be inside one another. */
const maxDepth = 100;

export class Cursor {
  readonly text: string;
  at = 0;
  #depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  get isMore(): boolean {
    return this.at < this.text.length;
  }

  /** @returns the next code unit; empty at the end */
  peek(): string {
    return this.text[this.at] ?? '';
  }

  /** Takes the next character. There must be one. */
  next(): string {
    const character = String.fromCodePoint(this.text.codePointAt(this.at) as number);
    this.at += character.length;
    return character;
  }

  /** @returns whether the text stands here; it is then taken */
  take(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  /**
   * @param form with `^` at its beginning
   * @param most how long it can be
   * @returns what stands here of the form, which is not taken
   */
  ahead(form: RegExp, most: number): RegExpExecArray | null {
    return form.exec(this.text.slice(this.at, this.at + most));
  }

  /**
   * @param what stands inside one another, in the plural
   * @param at where it begins
   * @throws {ExpressionError} if there are too many inside one another
   */
  enter(what: string, at: number): void {
    if (++this.#depth > maxDepth)
      throw new ExpressionError(`More than ${maxDepth} ${what} inside one another`, 'drop some', at);
  }

  leave(): void {
    this.#depth--;
  }
}
