/** Splits bytes into lines. */
import type { Cut } from './record-reader.ts';
import type { Remainder, Splitter } from './splitter.ts';

const NEWLINE = 0x0a;

/** Lines end in `\n`; a `\r` before it stays. A line's number begins at 1; blank lines have numbers too. */
export class LineSplitter implements Splitter {
  readonly #onLine: (line: string, number: number, cut?: Cut) => void;
  readonly #maxBytes: number;
  #number = 0;
  /** The beginning of the line whose end is to come, no more than `maxBytes` of it. */
  #kept: Buffer[] = [];
  #keptBytes = 0;

  constructor(maxBytes: number, onLine: (line: string, number: number, cut?: Cut) => void) {
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
    while (newline >= 0) {
      this.#emit(chunk, from, newline);
      from = newline + 1;
      newline = chunk.indexOf(NEWLINE, from);
    }
    if (from < chunk.length) this.#keep(chunk.subarray(from));
  }

  resume(): boolean {
    return false;
  }

  end(cut: boolean): Remainder {
    if (this.#kept.length === 0) return { text: '', position: this.#number + 1 };
    return { text: this.#endKept(cut ? 'stream-end' : undefined), position: this.#number };
  }

  #emit(bytes: Buffer, from: number, to: number, cut?: Cut): string {
    this.#number += 1;
    const isLong = to - from > this.#maxBytes;
    const text = bytes.toString('utf8', from, isLong ? from + this.#maxBytes : to);
    this.#onLine(text, this.#number, isLong ? 'too-long' : cut);
    return text;
  }

  #keep(bytes: Buffer): void {
    // One byte more than the bound shows that the line is over it.
    const room = this.#maxBytes + 1 - this.#keptBytes;
    if (room <= 0) return;
    // A copy, since the chunk is not valid for as long.
    this.#kept.push(Buffer.from(bytes.length > room ? bytes.subarray(0, room) : bytes));
    this.#keptBytes += Math.min(bytes.length, room);
  }

  #endKept(cut?: Cut): string {
    const line = Buffer.concat(this.#kept, this.#keptBytes);
    this.#kept = [];
    this.#keptBytes = 0;
    return this.#emit(line, 0, line.length, cut);
  }
}
