/** Bytes → documents: one JSON object with Elastic's field names a line, or one search hit with it in `_source`. */
import type { JsonObject, Origin } from '../schema/audit-event.ts';
import { isObject } from '../schema/visit.ts';
import type { Batch } from './batch.ts';
import { batchesOf } from './batches.ts';
import { Collector } from './collector.ts';
import { limitDepth } from './depth.ts';
import { type DecodeOptions, objectLimits } from './limits.ts';
import { LineSplitter } from './lines.ts';

/**
 * Decodes newline-delimited documents, plain, gzip or zstd. A line that is none is undecodable and costs itself.
 * @returns batches as `decode` gives them; the `event` of each is the document, with the hit's `_id` if there is one
 * @throws PoisonDeliveryError when it inflates beyond its bounds
 */
export async function* decodeDocuments(
  source: Uint8Array | AsyncIterable<Uint8Array>,
  origin: Origin,
  options?: DecodeOptions,
): AsyncGenerator<Batch, void, undefined> {
  const limits = objectLimits(options);
  const collector = new Collector();
  const splitter = new LineSplitter(limits.maxRecordBytes, (text, position) => {
    if (text.trim() === '') return;
    const place = { origin, position, text };
    const document = documentOf(text);
    if (typeof document === 'string') collector.reject(place, 'not-json', document);
    else collector.accept(document, place, limitDepth(document, limits.maxDepth));
  });
  yield* batchesOf(source, splitter, collector, origin, limits);
}

/** @returns the document, or what is wrong with the line */
function documentOf(line: string): JsonObject | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'the line is not JSON; expected one document a line';
  }
  if (!isObject(value as JsonObject)) return 'the line is JSON but no object; expected one document a line';
  const { _source, _id } = value as JsonObject;
  if (!isObject(_source as JsonObject)) return value as JsonObject;
  return { ...(_source as JsonObject), ...(typeof _id === 'string' && { _id }) };
}
