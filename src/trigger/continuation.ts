/**
 * An object too large for one invocation goes on in another. The first sends a message that says how many of the
 * object's events, undecodable and skipped records are done with; the next decodes the object again and passes over
 * as many of each. Decoding is deterministic, and each kind keeps its order however the bytes arrive, so no record is
 * matched twice and none is left out. Passing over costs what decoding costs, which is several times less than a
 * whole invocation has: a compressed stream cannot be entered in its middle.
 */
import type { Batch, SkipReason } from '../decode/batch.ts';
import type { ObjectReference } from '../decode/notification.ts';

/**
 * How far an object has been processed: the numbers of its events, undecodable and skipped records that are done with.
 */
export interface ObjectProgress {
  readonly events: number;
  readonly undecodable: number;
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
}

/** What tells an object from others that the same key has had. */
export interface ObjectVersion {
  readonly etag: string;
  readonly versionId?: string;
}

/** An object to go on with. It must still be of the same version. */
export interface Continuation extends ObjectReference, ObjectVersion {
  readonly progress: ObjectProgress;
}

export const nothingDone: ObjectProgress = { events: 0, undecodable: 0, skipped: {} };

/** The decoded rest of an object, behind what earlier invocations have done. */
export interface UnprocessedPart {
  readonly batches: AsyncIterable<Batch>;
  /** @returns how far the object is done with if `batches` stopped before its end; undefined if it did not */
  stoppedAt(): ObjectProgress | undefined;
}

/**
 * @param batches the whole object
 * @param done what earlier invocations did of it
 * @param mayGoOn asked when the next batch is asked for; whoever asks has finished with the batch before it
 */
export function unprocessedPartOf(
  batches: AsyncIterable<Batch>,
  done: ObjectProgress,
  mayGoOn: () => boolean,
): UnprocessedPart {
  let seen = nothingDone;
  let stopped = false;
  async function* rest(): AsyncGenerator<Batch> {
    for await (const batch of batches) {
      const left = without(batch, seen, done);
      seen = advanced(seen, batch);
      if (isEmpty(left)) continue;
      yield left;
      if (!mayGoOn()) {
        stopped = true;
        return;
      }
    }
  }
  return { batches: rest(), stoppedAt: () => (stopped ? seen : undefined) };
}

const marker = 'harrier.continuation';

/** @returns the body of a message to the queue that notifications come by */
export function continuationMessage(continuation: Continuation): string {
  return JSON.stringify({ [marker]: continuation });
}

/** @returns undefined if the message is something else */
export function readContinuation(message: unknown): Continuation | undefined {
  return (message as { [marker]?: Continuation } | null)?.[marker];
}

/** A batch without what lies before `done`, of which `seen` has gone by already. */
function without(batch: Batch, seen: ObjectProgress, done: ObjectProgress): Batch {
  return {
    events: batch.events.slice(Math.max(0, done.events - seen.events)),
    undecodable: batch.undecodable.slice(Math.max(0, done.undecodable - seen.undecodable)),
    skipped: Object.fromEntries(
      reasonsOf(batch).map(([reason, count]) => {
        const passed = Math.max(0, (done.skipped[reason] ?? 0) - (seen.skipped[reason] ?? 0));
        return [reason, Math.max(0, count - passed)];
      }),
    ),
  };
}

function advanced(seen: ObjectProgress, batch: Batch): ObjectProgress {
  const skipped = { ...seen.skipped };
  for (const [reason, count] of reasonsOf(batch)) skipped[reason] = (skipped[reason] ?? 0) + count;
  return {
    events: seen.events + batch.events.length,
    undecodable: seen.undecodable + batch.undecodable.length,
    skipped,
  };
}

function isEmpty(batch: Batch): boolean {
  const skipped = reasonsOf(batch).some(([, count]) => count > 0);
  return batch.events.length === 0 && batch.undecodable.length === 0 && !skipped;
}

function reasonsOf({ skipped }: Batch): readonly [SkipReason, number][] {
  return Object.entries(skipped) as [SkipReason, number][];
}
