import type { Origin, SourcedEvent } from '../schema/audit-event.ts';

/**
 * Why a record could not be decoded. Stable words: they are metric dimensions and rows of the summary. Invalid UTF-8
 * is no reason: its bytes are read as U+FFFD, since an event with some characters replaced can still be matched.
 */
export type UndecodableReason =
  | 'not-json'
  | 'not-an-audit-event'
  | 'too-long'
  | 'too-deep'
  | 'bad-compression'
  | 'truncated-stream';

/**
 * A stretch of bytes that gave no event, with what is needed to look it up. It is a record that is not an audit event,
 * or what stands behind the damage of a broken record: possibly several records, which the damage made unreadable.
 */
export interface UndecodableRecord {
  readonly origin: Origin;
  /** As `SourcedEvent.position`. */
  readonly position: number | string;
  readonly reason: UndecodableReason;
  /** What was found and what was expected, in one sentence. */
  readonly detail: string;
  /** The length of the stretch. Every record that is neither an event nor skipped lies within a stretch. */
  readonly bytes: number;
  /** The beginning of the stretch, at most 1 KiB of it. */
  readonly excerpt: string;
}

/** Why input was passed over on purpose: it is not audit data, and nothing is lost. */
export type SkipReason = 'control-message' | 'not-an-audit-stream';

/** A run of decoded records. A delivery is a sequence of batches, so that memory does not grow with it. */
export interface Batch {
  readonly events: readonly SourcedEvent[];
  readonly undecodable: readonly UndecodableRecord[];
  /** How many records were passed over on purpose, by reason. */
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
}

/**
 * The delivery cannot be processed and a retry would not help: it inflates beyond its bound, or its envelope is
 * broken. The caller leaves it to the dead-letter queue.
 */
export class PoisonDeliveryError extends Error {
  override readonly name = 'PoisonDeliveryError';
}
