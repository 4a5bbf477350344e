/** The lines of a text, so that many offsets find theirs in little time, however long the text and each line is. */

/** The part of a line around a caret. */
export interface Excerpt {
  readonly text: string;
  /** Where the caret belongs below the text, in code points. */
  readonly caret: number;
  /** How many code points of the line are shown from the caret on; at least 1. */
  readonly after: number;
}

export class SourceLines {
  readonly #text: string;
  /** Where lines begin. */
  readonly #starts: readonly number[];
  /** Where code points of two units have their second one. */
  readonly #seconds: readonly number[];

  constructor(text: string) {
    this.#text = text;
    this.#starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
    this.#seconds = Array.from(text.matchAll(/[\u{10000}-\u{10ffff}]/gu), ({ index }) => index + 1);
  }

  /** @returns the 1-based line of an offset; offsets outside of the text are taken for its ends */
  lineOf(offset: number): number {
    return countUpTo(this.#starts, Math.min(Math.max(offset, 0), this.#text.length));
  }

  /**
   * Line and column of an offset.
   * @param width how much of the line to show, in code points
   * @returns 1-based line, and 1-based column counted in code points, as editors count
   */
  position(offset: number, width: number): { line: number; column: number; excerpt: Excerpt } {
    const at = Math.min(Math.max(offset, 0), this.#text.length);
    const line = this.lineOf(at);
    const start = this.#starts[line - 1] ?? 0;
    const next = this.#starts[line];
    const end = next === undefined ? this.#text.length : next - 1;
    const length = this.#text.slice(Math.max(start, end - 1), end) === '\r' ? end - 1 : end;
    const caret = this.#points(start, at);
    return { line, column: caret + 1, excerpt: this.#excerpt(start, length, at, caret, width) };
  }

  /** A long line is cut around the caret, so that a query of one line stays readable. */
  #excerpt(start: number, end: number, at: number, caret: number, width: number): Excerpt {
    const points = this.#points(start, end);
    const first = Math.max(0, Math.min(caret - width / 2, points - width));
    const last = Math.min(first + width, points);
    // No code point has more than two units.
    const from = Math.max(start, at - 2 * (caret - first));
    const skipped = first - this.#points(start, from);
    const shown = [...this.#text.slice(from, Math.min(end, from + 2 * (skipped + width)))];
    const head = first > 0 ? '…' : '';
    const tail = last < points ? '…' : '';
    return {
      text: `${head}${printable(shown.slice(skipped, skipped + last - first).join(''))}${tail}`,
      caret: caret - first + head.length,
      after: Math.max(1, last - caret),
    };
  }

  /** How many code points begin between two offsets. */
  #points(from: number, to: number): number {
    return to - from - (countUpTo(this.#seconds, to - 1) - countUpTo(this.#seconds, from - 1));
  }
}

/** A file may hold anything, and a terminal would act on control characters. */
function printable(text: string): string {
  return text.replaceAll('\t', ' ').replaceAll(/\p{Cc}/gu, '\u{fffd}');
}

/** How many of the numbers, which are in order, are not above a limit. */
function countUpTo(ordered: readonly number[], limit: number): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ordered[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
