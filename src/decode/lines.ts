/** Splits bytes into lines. */
import { isAscii } from 'node:buffer';
import type { CutReason } from './cut.ts';
import type { Remainder, Splitter } from './splitter.ts';

const NEWLINE = 0x0a;

/** @param beyond the number of bytes left out of a line that is too long */
type OnLine = (line: string, number: number, cut: CutReason | undefined, beyond: number) => void;

/** Lines end in `\n`; a `\r` before it stays. A line's number begins at 1; blank lines have numbers too. */
export class LineSplitter implements Splitter {
  readonly #onLine: OnLine;
  readonly #maxBytes: number;
  #number = 0;
  /** The beginning of a line that has not ended yet, at most `maxBytes` of it. */
  #kept: Buffer[] = [];
  #keptBytes = 0;
  /** How many bytes of that line were not kept. */
  #leftOut = 0;

  constructor(maxBytes: number, onLine: OnLine) {
    this.#maxBytes = maxBytes;
    this.#onLine = onLine;
  }

  push(chunk: Buffer): void {
    let from = 0;
    let newline = chunk.indexOf(NEWLINE);
    if (this.#kept.length > 0 && newline >= 0) {
      this.#keep(chunk.subarray(0, newline));
      this.#endKept();
      from = newline + 1;
      newline = chunk.indexOf(NEWLINE, from);
    }
    if (newline >= 0) {
      const end = chunk.lastIndexOf(NEWLINE) + 1;
      this.#emitAll(chunk.subarray(from, end));
      from = end;
    }
    if (from < chunk.length) this.#keep(chunk.subarray(from));
  }

  resume(): boolean {
    return false;
  }

  end(cut?: CutReason): Remainder {
    if (this.#kept.length === 0) return { text: '', position: this.#number + 1 };
    return { text: this.#endKept(cut), position: this.#number };
  }

  /** @param lines whole, the last one's newline included */
  #emitAll(lines: Buffer): void {
    let from = 0;
    // ASCII, as nearly all is, is turned into text at once: a call for each line takes as long as what it does.
    const text = isAscii(lines) ? lines.toString('latin1') : undefined;
    while (from < lines.length) {
      const to = text === undefined ? lines.indexOf(NEWLINE, from) : text.indexOf('\n', from);
      if (text === undefined || to - from > this.#maxBytes) {
        this.#emit(lines, from, to);
      } else {
        this.#number += 1;
        this.#onLine(text.slice(from, to), this.#number, undefined, 0);
      }
      from = to + 1;
    }
  }

  #emit(bytes: Buffer, from: number, to: number, cut?: CutReason): string {
    this.#number += 1;
    const beyond = Math.max(0, to - from - this.#maxBytes);
    const text = bytes.toString('utf8', from, to - beyond);
    if (beyond === 0) this.#onLine(text, this.#number, cut, 0);
    else this.#onLine(text, this.#number, 'too-long', beyond + this.#leftOut);
    return text;
  }

  #keep(bytes: Buffer): void {
    // One byte more than the bound shows that the line is over it.
    const room = this.#maxBytes + 1 - this.#keptBytes;
    const length = Math.min(bytes.length, room);
    this.#leftOut += bytes.length - length;
    if (length === 0) return;
    // A copy: the chunk is borrowed.
    this.#kept.push(Buffer.from(bytes.subarray(0, length)));
    this.#keptBytes += length;
  }

  #endKept(cut?: CutReason): string {
    const line = Buffer.concat(this.#kept, this.#keptBytes);
    this.#kept = [];
    this.#keptBytes = 0;
    const text = this.#emit(line, 0, line.length, cut);
    this.#leftOut = 0;
    return text;
  }
}
