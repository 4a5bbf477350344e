import type { Place } from './collector.ts';
import type { Cut } from './cut.ts';

/** A text that is being read, and what is known of it. */
export interface Reading extends Place {
  readonly cut: Cut | undefined;
  /** How many bytes the record has behind the text, where it is cut because it is too long. */
  readonly beyond: number;
  /** How many wrappers are around the record. */
  readonly wrappers: number;
}
