import type { FoundRecord } from './collector.ts';
import type { CutReason } from './cut.ts';

/** The text of a record, and what is known of it. */
export interface RecordText extends FoundRecord {
  readonly cut: CutReason | undefined;
  /** The number of bytes that the record has behind the text, if it is cut because it is too long. */
  readonly beyond: number;
  /** How many wrappers are around the record. */
  readonly wrappers: number;
}
