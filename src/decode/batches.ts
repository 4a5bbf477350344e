/** Drives a delivery's bytes through a splitter, and yields what is collected on the way. */
import type { Origin } from '../schema/audit-event.ts';
import type { Batch } from './batch.ts';
import type { Collector } from './collector.ts';
import { StreamFault } from './inflate.ts';
import type { Limits } from './limits.ts';
import { plainBytes } from './plain-bytes.ts';
import type { Splitter } from './splitter.ts';

/**
 * @param splitter hands its records to what fills the collector
 * @param origin for the record of a stream that is truncated or corrupt, which ends the delivery
 * @returns batches that are not empty
 */
export async function* batchesOf(
  source: Uint8Array | AsyncIterable<Uint8Array>,
  splitter: Splitter,
  collector: Collector,
  origin: Origin,
  limits: Limits,
): AsyncGenerator<Batch, void, undefined> {
  let fault: StreamFault | undefined;
  try {
    for await (const chunk of plainBytes(source, limits)) {
      splitter.push(chunk);
      do {
        const batch = collector.take();
        if (batch !== undefined) yield batch;
      } while (splitter.resume());
    }
  } catch (error) {
    if (!(error instanceof StreamFault)) throw error;
    fault = error;
  }
  const remainder = splitter.end(fault === undefined ? undefined : 'stream-end');
  if (fault !== undefined) collector.reject({ ...remainder, origin }, fault.reason, fault.message);
  const batch = collector.take();
  if (batch !== undefined) yield batch;
}
