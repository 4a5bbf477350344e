import type { SkipReason, UndecodableRecord } from '../../src/decode/batch.ts';
import { decode } from '../../src/decode/decode.ts';
import type { DecodeOptions } from '../../src/decode/limits.ts';
import type { Origin, SourcedEvent } from '../../src/schema/audit-event.ts';

export interface Decoded {
  readonly events: readonly SourcedEvent[];
  readonly undecodable: readonly UndecodableRecord[];
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
}

export interface Delivery {
  readonly source?: string;
  readonly origin?: Partial<Origin>;
  readonly options?: DecodeOptions;
}

/** Decodes everything, whatever the batches. */
export async function decodeAll(
  content: string | Uint8Array | AsyncIterable<Uint8Array>,
  { source = 'test', origin = {}, options }: Delivery = {},
): Promise<Decoded> {
  const events: SourcedEvent[] = [];
  const undecodable: UndecodableRecord[] = [];
  const skipped: Partial<Record<SkipReason, number>> = {};
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  for await (const batch of decode(bytes, { ...origin, source }, options)) {
    for (const event of batch.events) events.push(event);
    for (const record of batch.undecodable) undecodable.push(record);
    for (const reason of ['control-message', 'not-an-audit-stream'] as const) {
      const count = batch.skipped[reason];
      if (count !== undefined) skipped[reason] = (skipped[reason] ?? 0) + count;
    }
  }
  return { events, undecodable, skipped };
}

export async function* inChunks(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let index = 0; at < bytes.length; index += 1) {
    const size = Math.max(1, sizes[index % sizes.length] ?? 1);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

export function auditIDs({ events }: Decoded): readonly unknown[] {
  return events.map(({ event }) => event.auditID);
}

export function reasons({ undecodable }: Decoded): readonly string[] {
  return undecodable.map(({ reason }) => reason);
}
