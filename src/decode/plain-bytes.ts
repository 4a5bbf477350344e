/** Takes off the compression, which is told by the first bytes. */
import { BLOCK_BYTES, type Compression, inflate, OUTPUT_BYTES, StreamFault } from './inflate.ts';
import type { Limits } from './limits.ts';

/** Firehose compresses, where it is told to, what CloudWatch Logs has compressed before. */
const MOST_LAYERS = 2;
/** No more is decoded at once: it bounds what a batch can hold, which is most if records are tiny. */
const MOST_BYTES_AT_ONCE = 128 * 1024;

const MAGIC_BYTES = 4;
const MAGICS: readonly { readonly pattern: RegExp; readonly compression: Compression }[] = [
  { pattern: /^1f8b/, compression: 'gzip' },
  { pattern: /^28b52ffd/, compression: 'zstd' },
  // A skippable frame, RFC 8878, section 3.1.2.
  { pattern: /^5.2a4d18/, compression: 'zstd' },
];
/** What is told apart only to be named in the error. */
const UNREADABLE: readonly { readonly pattern: RegExp; readonly name: string }[] = [
  { pattern: /^425a68/, name: 'bzip2' },
  { pattern: /^504b0304/, name: 'a ZIP archive' },
  { pattern: /^fd377a58/, name: 'xz' },
  { pattern: /^04224d18/, name: 'LZ4' },
  { pattern: /^ff060000/, name: 'Snappy' },
  { pattern: /^50415231/, name: 'a Parquet file' },
];

/**
 * @returns the bytes of the source without compression, in chunks of at most 128 KiB. A chunk is borrowed: its memory
 * is taken back when the chunk after the next one is asked for
 * @throws StreamFault and PoisonDeliveryError as `inflate` does
 */
export async function* plainBytes(
  source: Uint8Array | AsyncIterable<Uint8Array>,
  limits: Limits,
): AsyncGenerator<Buffer, void, undefined> {
  yield* unpacked(buffersOf(source), limits, 0);
}

async function* unpacked(
  source: AsyncIterable<Buffer>,
  limits: Limits,
  layers: number,
): AsyncGenerator<Buffer, void, undefined> {
  const chunks = source[Symbol.asyncIterator]();
  try {
    const head = await readHead(chunks);
    const rest = follow(head, chunks);
    const compression = compressionOf(head);
    if (compression === undefined) {
      // Bytes that were not inflated belong to the caller: their memory is not taken back.
      yield* layers === 0 ? rest : givenBack(rest);
    } else if (layers === MOST_LAYERS) {
      throw new StreamFault('bad-compression', `compressed more than ${MOST_LAYERS} times, one in the other`);
    } else {
      yield* unpacked(inflate(blocksOf(rest), compression, limits), limits, layers + 1);
    }
  } finally {
    await chunks.return?.();
  }
}

function compressionOf(head: Buffer): Compression | undefined {
  const magic = head.toString('hex', 0, MAGIC_BYTES);
  const unreadable = UNREADABLE.find(({ pattern }) => pattern.test(magic));
  if (unreadable !== undefined) {
    throw new StreamFault(
      'bad-compression',
      `the bytes are ${unreadable.name}; expected plain text, gzip or zstd`,
    );
  }
  return MAGICS.find(({ pattern }) => pattern.test(magic))?.compression;
}

async function readHead(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < MAGIC_BYTES) {
    const next = await chunks.next();
    if (next.done) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  return head;
}

async function* follow(head: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  yield* piecesOf(head);
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield* piecesOf(next.value);
}

/**
 * Frees the memory of inflated bytes as soon as they are used, instead of leaving that to V8. V8 counts memory outside
 * its heap as growth of the heap: every 8 MiB of it, which is 6,000 events at most, it would mark the whole heap.
 */
async function* givenBack(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  let used: Buffer | undefined;
  for await (const chunk of chunks) {
    yield chunk;
    if (used !== undefined && endsItsMemory(used)) (used.buffer as ArrayBuffer).transfer(0);
    used = chunk;
  }
}

/** Whether a chunk ends a buffer that zlib has filled to its end: zlib writes nothing to that buffer any more. */
function endsItsMemory({ buffer, byteOffset, length }: Buffer): boolean {
  return buffer.byteLength === OUTPUT_BYTES && byteOffset + length === OUTPUT_BYTES;
}

async function* buffersOf(
  source: Uint8Array | AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer, void, undefined> {
  if (source instanceof Uint8Array) yield asBuffer(source);
  else for await (const chunk of source) yield asBuffer(chunk);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function* piecesOf(bytes: Buffer): Generator<Buffer, void, undefined> {
  for (let at = 0; at < bytes.length; at += MOST_BYTES_AT_ONCE)
    yield bytes.subarray(at, at + MOST_BYTES_AT_ONCE);
}

/** The same bytes in blocks of `BLOCK_BYTES`, but for the last. */
async function* blocksOf(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  for await (const chunk of source) {
    let from = 0;
    while (heldBytes + chunk.length - from >= BLOCK_BYTES) {
      const to = from + BLOCK_BYTES - heldBytes;
      const piece = chunk.subarray(from, to);
      yield held.length === 0 ? piece : Buffer.concat([...held, piece]);
      held = [];
      heldBytes = 0;
      from = to;
    }
    if (from < chunk.length) {
      held.push(chunk.subarray(from));
      heldBytes += chunk.length - from;
    }
  }
  if (held.length > 0) yield Buffer.concat(held);
}
