/** Bytes of an S3 object or a file → audit events. */
import type { Origin } from '../schema/audit-event.ts';
import type { Batch } from './batch.ts';
import { batchesOf } from './batches.ts';
import { Collector } from './collector.ts';
import { type DecodeOptions, type Limits, objectLimits } from './limits.ts';
import { LineSplitter } from './lines.ts';
import { type ExportedObject, readExportKey } from './log-stream.ts';
import { RecordReader } from './record-reader.ts';
import { SniffingSplitter } from './sniffing-splitter.ts';
import type { Splitter } from './splitter.ts';

/**
 * Decodes the records of an object or file, whichever way they got there: CloudWatch Logs envelopes as Firehose
 * writes them, export-task lines, one event a line, a JSON array, an audit webhook's `EventList`, pretty-printed
 * values; each event bare or wrapped by a collector; plain, gzip or zstd. Both compression and layout are told by
 * the bytes. Of the source's name only CloudWatch's export-task keys are looked at, since they say which stream an
 * object holds. Memory does not grow with the object.
 *
 * A record that cannot be decoded is in the batch as undecodable, and the rest goes on. The same holds for the end
 * of a truncated or corrupt stream, after the records before it. Bytes that are not UTF-8 are read as U+FFFD.
 * `position` is the line's number (`<line>:<n>` for the nth of several in one line); in an array, a list and other
 * values that do not keep to lines, the number of the record; in envelopes, CloudWatch's log event id.
 *
 * @param source bytes in chunks of any size
 * @param origin of the object; an envelope's log group, stream, account and cluster take precedence
 * @returns batches that are not empty, in the source's order
 * @throws PoisonDeliveryError when it inflates beyond its bounds; the batches before that were yielded
 * @throws what reading the source throws
 */
export async function* decode(
  source: Uint8Array | AsyncIterable<Uint8Array>,
  origin: Origin,
  options?: DecodeOptions,
): AsyncGenerator<Batch, void, undefined> {
  const limits = objectLimits(options);
  const exported = readExportKey(origin);
  const collector = new Collector();
  const splitter = splitterFor(exported, collector, limits);
  yield* batchesOf(source, splitter, collector, exported.origin, limits);
}

function splitterFor(exported: ExportedObject, collector: Collector, limits: Limits): Splitter {
  const { kind, origin } = exported;
  if (kind === 'may-be-audit') {
    const reader = new RecordReader(origin, collector, limits.maxDepth);
    return new SniffingSplitter(reader, limits.maxRecordBytes);
  }
  const reason = kind === 'probe' ? 'control-message' : 'not-an-audit-stream';
  return new LineSplitter(limits.maxRecordBytes, (line) => {
    if (line.trim() !== '') collector.skip(reason, 1);
  });
}
