import type { Position } from './collector.ts';
import type { CutReason } from './cut.ts';

/** Takes bytes apart into records, as they arrive. */
export interface Splitter {
  /**
   * Reads the records in `chunk`. Call `resume` until it returns false before the next `push`.
   * @param chunk borrowed: its memory is reused after the next `push` has returned
   */
  push(chunk: Buffer): void;
  /**
   * Goes on with what `push` or `resume` left. They stop now and then so that the records so far can be taken.
   * @returns false if nothing was left
   */
  resume(): boolean;
  /**
   * Ends the input.
   * @param cut why the input is incomplete, if it is
   * @returns the text behind the last whole record, and its position
   */
  end(cut?: CutReason): Remainder;
}

export interface Remainder {
  readonly text: string;
  readonly position: Position;
}
