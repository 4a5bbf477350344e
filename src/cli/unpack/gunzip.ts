/** gzip, for archives within it: what is not an archive is inflated where it is decoded. */
import { Readable } from 'node:stream';
import { constants, createGunzip, gunzipSync } from 'node:zlib';

export async function* gunzip(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const stream = Readable.from(bytes).pipe(createGunzip());
  yield* stream as AsyncIterable<Uint8Array>;
}

/** @returns what the first bytes of a gzip file inflate to; nothing if they are none */
export function gunzipStart(start: Buffer): Buffer {
  try {
    return gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 1 << 22 });
  } catch {
    // Whoever reads the file says what is wrong with it.
    return Buffer.alloc(0);
  }
}
