import type { Position } from './collector.ts';
import type { CutReason } from './cut.ts';

/** Takes bytes apart into records, as they arrive. */
export interface Splitter {
  /**
   * Takes bytes, and gives what records it can of them to the reader; but `resume` has to be called until it is done.
   * @param chunk valid until the next `push` has returned
   */
  push(chunk: Buffer): void;
  /** Goes on with what was left, so that the records in between can be taken; returns false if nothing was left. */
  resume(): boolean;
  /**
   * Nothing follows.
   * @param cut why the bytes are not all there are
   * @returns what is after the last whole record, and its position
   */
  end(cut?: CutReason): Remainder;
}

export interface Remainder {
  readonly text: string;
  readonly position: Position;
}
