import type { FoundRecord } from './collector.ts';
import type { CutReason } from './cut.ts';

/** A text that is being read, and what is known of it. */
export interface RecordText extends FoundRecord {
  readonly cut: CutReason | undefined;
  /** How many bytes the record has behind the text, where it is cut because it is too long. */
  readonly beyond: number;
  /** How many wrappers are around the record. */
  readonly wrappers: number;
}
