/**
 * Finds where the next record may begin behind one that is broken.
 *
 * What callers write stands in strings, where a quote is escaped: behind a `{"` in a string there is only what may
 * follow a string, and no key begins with that. So no text in a string begins a record, nor does one that a quote too
 * many has turned into structure. Objects that callers write, in a patch, have `:`, `[` or `,` before them, and a
 * record has that only where it was taken for a value of the broken one, or in a list.
 */
import { beginsCutMark, CUT_MARK } from './cut.ts';
import { isBlank } from './json-text.ts';
import { type ByteWindow, PatternFinder } from './window.ts';

/** `text`: nothing but the end of the line ends it. `items`: in a list, where records are separated by commas. */
export type Surroundings = 'text' | 'values' | 'items';

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** How many blanks may stand on either side of a brace. No writer indents by more. */
const MOST_BLANKS = 1024;
/** How many bytes around a brace show whether a record begins there. */
export const LOOK_AROUND: number = MOST_BLANKS + 3;

export class Resync {
  readonly #window: ByteWindow;
  readonly #newlines: PatternFinder;
  readonly #braces: PatternFinder;
  /** In pretty-printed values only a top-level one begins its line. */
  readonly #lineStarts: PatternFinder;
  /** The end of what was scanned as part of a broken value. It is scanned once more, and not again and again. */
  #rescannedTo = 0;

  constructor(window: ByteWindow) {
    this.#window = window;
    this.#newlines = new PatternFinder('\n', window);
    this.#braces = new PatternFinder('{', window);
    this.#lineStarts = new PatternFinder('\n{', window);
  }

  /**
   * @param offset where the value that begins the window cannot go on
   * @returns the offset at which another may begin, or Infinity if the window does not show any
   */
  next(offset: number, surroundings: Surroundings, ended: boolean): number {
    if (surroundings === 'text') return this.#newlines.next(offset);
    const lineStart = this.lineStartBefore(offset);
    if (lineStart !== undefined) return lineStart;
    const from = this.#pastMark(offset);
    return this.startAt(from, surroundings, ended) ?? this.#startFrom(from, surroundings, ended);
  }

  /** Past the mark of a cut record, whose bracket the value may have taken for its own. */
  #pastMark(offset: number): number {
    const window = this.#window;
    for (const mark of [offset, offset - 1]) {
      if (window.byteAt(mark) !== OPEN_ARRAY) continue;
      if (beginsCutMark(window.from(mark, CUT_MARK.length)) === 'whole') return mark + CUT_MARK.length;
    }
    return offset;
  }

  /** The first line that begins like a value, within one that was scanned up to `offset`. */
  lineStartBefore(offset: number): number | undefined {
    const lineStart = this.#lineStarts.next(Math.max(this.#window.begin, this.#rescannedTo)) + 1;
    if (lineStart >= offset) return undefined;
    this.#rescannedTo = offset;
    return lineStart;
  }

  /**
   * Finds the record behind a value that was cut. The scanner took the record's beginning for a part of the value: its
   * brace or, if the value was cut in a string, everything up to the quote of the record's first key.
   * @returns where the record begins; Infinity if that is still to be seen, undefined if none begins there
   */
  startAt(offset: number, surroundings: Surroundings, ended: boolean): number | undefined {
    const window = this.#window;
    let start = offset;
    if (window.byteAt(offset) === COMMA && surroundings === 'items') {
      start = this.#pastBlanks(offset + 1, 1);
    } else if (window.byteAt(offset) !== OPEN_OBJECT) {
      const isKey = window.byteAt(offset - 1) === QUOTE;
      start = this.#pastBlanks(isKey ? offset - 2 : offset - 1, -1);
    }
    if (start >= window.end && !ended) return Number.POSITIVE_INFINITY;
    if (start <= window.begin || window.byteAt(start) !== OPEN_OBJECT) return undefined;
    // Where a value is expected an object is right, unless it is too deep.
    if (start === offset && this.#isValue(offset)) return undefined;
    const opens = this.#opensObject(start, ended);
    if (opens === undefined) return Number.POSITIVE_INFINITY;
    return opens ? start : undefined;
  }

  #startFrom(offset: number, surroundings: Surroundings, ended: boolean): number {
    // A value in one line ends with it.
    const isOneLine = this.#newlines.next(this.#window.begin) >= offset;
    const lineEnd = isOneLine ? this.#newlines.next(offset) : Number.POSITIVE_INFINITY;
    let brace = this.#braces.next(offset);
    while (brace < lineEnd) {
      const opens = this.#opensObject(brace, ended);
      if (opens === undefined) return Number.POSITIVE_INFINITY;
      if (opens && !this.#isHeld(brace, surroundings)) return brace;
      brace = this.#braces.next(brace + 1);
    }
    return lineEnd;
  }

  /** Whether a brace is followed by a key; undefined if that is still to come. */
  #opensObject(brace: number, ended: boolean): boolean | undefined {
    const quote = this.#pastBlanks(brace + 1, 1);
    const isQuote = this.#window.byteAt(quote) === QUOTE;
    const key = isQuote ? this.#window.byteAt(quote + 1) : this.#window.byteAt(quote);
    if (key === undefined) return ended ? false : undefined;
    return isQuote && !NO_KEY.has(key) && !isBlank(key);
  }

  /** Whether the object at the brace is a part of another. */
  #isHeld(brace: number, surroundings: Surroundings): boolean {
    const window = this.#window;
    if (window.byteAt(brace - 1) === NEWLINE) return false;
    const before = this.#pastBlanks(brace - 1, -1);
    const byte = window.byteAt(before);
    if (byte === COMMA && surroundings === 'items')
      return window.byteAt(this.#pastBlanks(before - 1, -1)) !== CLOSE_OBJECT;
    return byte === COMMA || byte === COLON || byte === OPEN_ARRAY;
  }

  #isValue(brace: number): boolean {
    const byte = this.#window.byteAt(this.#pastBlanks(brace - 1, -1));
    return byte === COLON || byte === OPEN_ARRAY;
  }

  #pastBlanks(offset: number, step: 1 | -1): number {
    let at = offset;
    for (let count = 0; count < MOST_BLANKS; count += 1) {
      const byte = this.#window.byteAt(at);
      if (byte === undefined || !isBlank(byte)) break;
      at += step;
    }
    return at;
  }
}

/** Bytes that may follow a string. No key begins with one of them. */
const NO_KEY: ReadonlySet<number> = new Set([
  COMMA,
  COLON,
  CLOSE_OBJECT,
  CLOSE_ARRAY,
  QUOTE,
  BACKSLASH,
  CARRIAGE_RETURN,
]);
