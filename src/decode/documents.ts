/**
 * Bytes → documents: JSON objects with Elastic's field names or any others, or search hits with them in `_source`. One a
 * line, or one after another over several lines each, or in an array.
 */
import type { Json, JsonObject, Origin } from '../schema/audit-event.ts';
import { parseExact } from '../schema/exact-number.ts';
import { isObject } from '../schema/visit.ts';
import type { Batch } from './batch.ts';
import { batchesOf } from './batches.ts';
import { Collector, type Position } from './collector.ts';
import type { CutReason } from './cut.ts';
import { limitDepth } from './depth.ts';
import { type DecodeOptions, objectLimits } from './limits.ts';
import { type SniffedReader, SniffingSplitter } from './sniffing-splitter.ts';
import type { ValueReader } from './values.ts';

/**
 * Decodes documents, plain, gzip or zstd. What is none is undecodable and costs itself.
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
  const reader = new DocumentReader(origin, collector, limits.maxDepth);
  const splitter = new SniffingSplitter(reader, limits.maxRecordBytes);
  yield* batchesOf(source, splitter, collector, origin, limits);
}

const notClosed = 'the array is not closed; what it had behind its last document is lost';

class DocumentReader implements SniffedReader {
  readonly #origin: Origin;
  readonly #collector: Collector;
  readonly #maxDepth: number;

  constructor(origin: Origin, collector: Collector, maxDepth: number) {
    this.#origin = origin;
    this.#collector = collector;
    this.#maxDepth = maxDepth;
  }

  read(text: string, position: Position, cut?: CutReason, beyond = 0): void {
    if (text.trim() === '') return;
    const value = cut === undefined ? parsed(text) : undefined;
    if (value === undefined) this.#rejectText('line', text, position, cut, beyond);
    else this.#take('line', value, text, position);
  }

  values(): ValueReader {
    const read = (text: string, cut?: CutReason): void => {
      const value = cut === undefined ? parsed(text) : undefined;
      if (value === undefined) this.#rejectText('value', text, undefined, cut);
      else this.#take('value', value, text, undefined);
    };
    return {
      readWhole: (text) => {
        const value = parsed(text);
        if (value === undefined) return false;
        this.#take('value', value, text, undefined);
        return true;
      },
      readBroken: read,
      openList: () => read,
      lose: (text, detail) => {
        const place = { origin: this.#origin, position: undefined, text };
        // Nothing stands before an array.
        this.#collector.reject(place, 'not-json', text === '' ? notClosed : detail);
      },
      // A document with a list in it is a document.
      knowsLists: false,
      hasUnread: false,
      readOn() {},
    };
  }

  #take(noun: string, value: Json, text: string, position: Position): void {
    const place = { origin: this.#origin, position, text };
    const document = documentOf(value);
    if (document !== undefined) this.#collector.accept(document, place, limitDepth(document, this.#maxDepth));
    else this.#collector.reject(place, 'not-json', `the ${noun} is JSON but no object; ${expected(noun)}`);
  }

  /** Of what a cut stream ends in, the caller says so. */
  #rejectText(noun: string, text: string, position: Position, cut?: CutReason, beyond = 0): void {
    if (cut === 'stream-end') return;
    const place = { origin: this.#origin, position, text };
    if (cut === 'too-long')
      this.#collector.reject(place, 'too-long', `the ${noun} is longer than a document may be`, beyond);
    else this.#collector.reject(place, 'not-json', `the ${noun} is not JSON; ${expected(noun)}`, beyond);
  }
}

/** @returns the value with all digits of its numbers; undefined if the text is not JSON */
function parsed(text: string): Json | undefined {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
}

function expected(noun: string): string {
  return noun === 'line' ? 'expected one document a line' : 'expected documents, which are JSON objects';
}

/** @returns undefined if the value is none */
function documentOf(value: Json): JsonObject | undefined {
  if (!isObject(value)) return undefined;
  const { _source, _id } = value;
  if (!isObject(_source)) return value;
  return { ..._source, ...(typeof _id === 'string' && { _id }) };
}
