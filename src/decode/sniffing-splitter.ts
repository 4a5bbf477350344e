import type { Position } from './collector.ts';
import type { CutReason } from './cut.ts';
import { LineSplitter } from './lines.ts';
import { SNIFF_BYTES, sniffLayout, withoutByteOrderMark } from './sniff.ts';
import type { Remainder, Splitter } from './splitter.ts';
import { type ValueReader, ValueSplitter } from './values.ts';
import { ByteWindow } from './window.ts';

/** Takes records, whichever way they are laid out. */
export interface SniffedReader {
  /** Reads the text of a line, as `RecordReader` does. */
  read(text: string, position: Position, cut?: CutReason, beyond?: number): void;
  /** Reads values that follow each other. */
  values(): ValueReader;
}

/** Holds the first bytes back until they show how the records are laid out, then splits accordingly. */
export class SniffingSplitter implements Splitter {
  readonly #reader: SniffedReader;
  readonly #maxRecordBytes: number;
  readonly #head = new ByteWindow();
  #nextSniffAt = 0;
  #splitter: Splitter | undefined;

  constructor(reader: SniffedReader, maxRecordBytes: number) {
    this.#reader = reader;
    this.#maxRecordBytes = maxRecordBytes;
  }

  push(chunk: Buffer): void {
    if (this.#splitter !== undefined) {
      this.#splitter.push(chunk);
      return;
    }
    this.#head.append(chunk);
    const { end } = this.#head;
    // Each try begins anew; with twice the bytes every time, that costs no more than one over all of them.
    if (end < this.#nextSniffAt) return;
    this.#nextSniffAt = Math.min(2 * end, SNIFF_BYTES);
    this.#split(false);
  }

  resume(): boolean {
    return this.#splitter?.resume() ?? false;
  }

  end(cut?: CutReason): Remainder {
    return (this.#splitter ?? this.#split(true) ?? this.#lines()).end(cut);
  }

  #split(isAll: boolean): Splitter | undefined {
    const head = withoutByteOrderMark(this.#head.view(this.#head.end));
    const layout = sniffLayout(head, isAll);
    if (layout === undefined) return undefined;
    this.#splitter =
      layout === 'lines' ? this.#lines() : new ValueSplitter(this.#reader.values(), this.#maxRecordBytes);
    this.#splitter.push(head);
    return this.#splitter;
  }

  #lines(): Splitter {
    return new LineSplitter(this.#maxRecordBytes, (line, number, cut, beyond) =>
      this.#reader.read(line, number, cut, beyond),
    );
  }
}
