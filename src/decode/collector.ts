/** Collects events, undecodable and skipped records into batches. */
import type { AuditEvent, CutText, Origin, SourcedEvent } from '../schema/audit-event.ts';
import type { Batch, SkipReason, UndecodableReason, UndecodableRecord } from './batch.ts';

/** A line number or log event id. If undefined, the record is numbered among those of its delivery. */
export type Position = number | string | undefined;

/** The position of a record within another: the third of line 12 is `12:3`. */
export function positionWithin(position: Position, number: number): Position {
  return position === undefined ? undefined : `${position}:${number}`;
}

/** A record's text, and where it was found. */
export interface FoundRecord {
  readonly origin: Origin;
  readonly position: Position;
  readonly text: string;
  /** When the record was logged, epoch milliseconds, if the delivery says so. */
  readonly loggedAt?: number | undefined;
}

const EXCERPT_BYTES = 1024;

export class Collector {
  #number = 0;
  #events: SourcedEvent[] = [];
  #undecodable: UndecodableRecord[] = [];
  #skipped: Partial<Record<SkipReason, number>> = {};
  #isEmpty = true;

  accept(event: AuditEvent, found: FoundRecord, partial: boolean, cut?: CutText): void {
    this.#isEmpty = false;
    const { origin, position = this.#nextNumber() } = found;
    const sourced = { event, origin, position, partial };
    // Only a cut event needs it: the event's own times are at its end.
    const loggedAt = partial ? found.loggedAt : undefined;
    if (cut === undefined && loggedAt === undefined) {
      this.#events.push(sourced);
      return;
    }
    this.#events.push({
      ...sourced,
      ...(cut !== undefined && { cut }),
      ...(loggedAt !== undefined && { loggedAt }),
    });
  }

  /** @param beyond the number of bytes behind the text that the report covers, too */
  reject(found: FoundRecord, reason: UndecodableReason, detail: string, beyond = 0): void {
    this.#isEmpty = false;
    const position = found.position ?? this.#nextNumber();
    this.#undecodable.push({
      origin: found.origin,
      position,
      reason,
      detail,
      bytes: Buffer.byteLength(found.text) + beyond,
      excerpt: excerptOf(found.text),
    });
  }

  skip(reason: SkipReason, count: number): void {
    this.#isEmpty = false;
    this.#skipped[reason] = (this.#skipped[reason] ?? 0) + count;
  }

  /** @returns what was collected since the last call; undefined if nothing was */
  take(): Batch | undefined {
    if (this.#isEmpty) return undefined;
    const batch = { events: this.#events, undecodable: this.#undecodable, skipped: this.#skipped };
    this.#events = [];
    this.#undecodable = [];
    this.#skipped = {};
    this.#isEmpty = true;
    return batch;
  }

  #nextNumber(): number {
    this.#number += 1;
    return this.#number;
  }
}

/** The text's first KiB, without a character that the limit would cut; a copy, so that the text can be freed. */
function excerptOf(text: string): string {
  const bytes = Buffer.from(text.slice(0, EXCERPT_BYTES));
  let end = Math.min(bytes.length, EXCERPT_BYTES);
  while (end < bytes.length && ((bytes[end] as number) & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
}
