/** Inflates a gzip or zstd stream, bounded and block by block. */
import { createGunzip, createZstdDecompress, type Gunzip, type ZstdDecompress } from 'node:zlib';
import { PoisonDeliveryError, type UndecodableReason } from './batch.ts';
import { bytesInWords, type Limits, RATIO_FREE_BYTES } from './limits.ts';
import { ZstdFrames } from './zstd-frames.ts';

export type Compression = 'gzip' | 'zstd';
type Engine = Gunzip | ZstdDecompress;

/** The stream ends early or is corrupt. The bytes before the fault were yielded. */
export class StreamFault extends Error {
  override readonly name = 'StreamFault';
  readonly reason: Extract<UndecodableReason, 'truncated-stream' | 'bad-compression'>;

  constructor(reason: StreamFault['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Bytes that zlib is given at once. More is faster, but all that comes out is held in memory until it is read. */
export const BLOCK_BYTES: number = 64 * 1024;
/** Size of the buffers that zlib writes to. Buffers of this size have memory of their own in Node. */
export const OUTPUT_BYTES: number = 256 * 1024;
/** How much input is kept, so that the output before a fault in it can be recovered. */
const REPLAY_BYTES = 1024 * 1024;

/**
 * Inflates all members or frames of a stream. While a block's output is with the caller, the next is inflated.
 *
 * @param blocks of `BLOCK_BYTES`, but for the last: what a fault costs then does not depend on how the bytes arrived
 * @throws StreamFault after all output before the fault; only of data that is corrupt beyond the first 1 MiB of
 * input, up to 256 KiB of the output before it are lost. Corrupt data may inflate to something else before zlib
 * notices, which is yielded too
 * @throws PoisonDeliveryError beyond `maxInflatedBytes` or `maxInflationRatio`
 */
export async function* inflate(
  blocks: AsyncIterable<Buffer>,
  compression: Compression,
  limits: Limits,
): AsyncGenerator<Buffer, void, undefined> {
  const inflater = new Inflater(compression, limits);
  const written: Buffer[] = [];
  try {
    let pending: Promise<void> | undefined;
    for await (const block of blocks) {
      await pending;
      const output = inflater.take();
      if (inflater.bytesIn + block.length <= REPLAY_BYTES) written.push(block);
      pending = inflater.write(block);
      // A failure is met when it is awaited.
      pending.catch(() => {});
      yield* output;
    }
    await pending;
    yield* inflater.take();
    await inflater.end();
    yield* inflater.take();
  } catch (error) {
    if (!(error instanceof StreamFault)) throw error;
    yield* inflater.take();
    if (error.reason === 'bad-compression' && inflater.bytesIn <= REPLAY_BYTES) {
      yield* replay(written, compression, limits, inflater.bytesOut);
    }
    throw error;
  } finally {
    inflater.close();
  }
}

/** zlib drops the output of the write in which it meets a fault. Written byte by byte, nothing is dropped. */
async function* replay(
  blocks: readonly Buffer[],
  compression: Compression,
  limits: Limits,
  known: number,
): AsyncGenerator<Buffer, void, undefined> {
  const inflater = new Inflater(compression, limits);
  try {
    for (const block of blocks.slice(0, -1)) await inflater.write(block);
    const last = blocks.at(-1) ?? Buffer.alloc(0);
    for (let at = 0; at < last.length; at += 1) await inflater.write(last.subarray(at, at + 1));
  } catch (error) {
    if (!(error instanceof StreamFault)) throw error;
  } finally {
    inflater.close();
  }
  yield Buffer.concat(inflater.take()).subarray(known);
}

class Inflater {
  bytesIn = 0;
  bytesOut = 0;
  #engine: Engine;
  readonly #frames: ZstdFrames | undefined;
  readonly #limits: Limits;
  #output: Buffer[] = [];
  #failure: Error | undefined;
  /** Whether the engine has stopped because a zero byte follows its last member. */
  #hasEnded = false;
  /** Ends the wait for the write or end that is under way. */
  #settle: () => void = () => {};

  constructor(compression: Compression, limits: Limits) {
    this.#engine = this.#start(compression);
    this.#frames = compression === 'zstd' ? new ZstdFrames() : undefined;
    this.#limits = limits;
  }

  #start(compression: Compression): Engine {
    const options = { chunkSize: OUTPUT_BYTES };
    const engine = compression === 'gzip' ? createGunzip(options) : createZstdDecompress(options);
    engine.on('data', (chunk: Buffer) => this.#collect(chunk));
    // Node calls no write back that meets an error, or the end of the stream with nothing but padding after it.
    engine.on('error', (error) => {
      this.#fail(error);
      this.#settle();
    });
    engine.on('end', () => {
      this.#hasEnded = true;
      this.#settle();
    });
    return engine;
  }

  /** @returns the output since the last call */
  take(): Buffer[] {
    const output = this.#output;
    this.#output = [];
    return output;
  }

  async write(block: Buffer): Promise<void> {
    this.bytesIn += block.length;
    if (this.#frames === undefined) return this.#writeMembers(block);
    try {
      for (const part of this.#frames.split(block)) await this.#write(part);
    } catch (error) {
      throw error instanceof RangeError ? new StreamFault('bad-compression', error.message) : error;
    }
  }

  /**
   * Zero bytes may pad a member (https://www.gnu.org/software/gzip/manual/html_node/Tapes.html), and another may follow
   * them, as Python's gzip reads it. Node takes the first zero for the end of all, so that a member behind it needs an
   * engine of its own. Anything else behind zeros fails there, as it does behind a member.
   */
  async #writeMembers(block: Buffer): Promise<void> {
    let bytes = block;
    for (;;) {
      if (this.#hasEnded) {
        const next = bytes.findIndex((byte) => byte !== 0);
        if (next < 0) return;
        bytes = bytes.subarray(next);
        this.#engine.destroy();
        this.#engine = this.#start('gzip');
        this.#hasEnded = false;
      }
      const before = this.#engine.bytesWritten;
      await this.#write(bytes);
      if (!this.#hasEnded) return;
      bytes = bytes.subarray(this.#engine.bytesWritten - before);
    }
  }

  #write(bytes: Buffer): Promise<void> {
    return this.#settled(() => this.#engine.write(bytes, () => this.#settle()));
  }

  /** @throws StreamFault if the last member or frame is not whole */
  async end(): Promise<void> {
    if (this.#frames === undefined) return this.#settled(() => this.#engine.end());
    if (this.#frames.isBetweenFrames) return;
    throw new StreamFault('truncated-stream', 'the zstd stream ends within a frame');
  }

  async #settled(begin: () => void): Promise<void> {
    if (this.#failure === undefined && !this.#hasEnded) {
      await new Promise<void>((resolve) => {
        this.#settle = resolve;
        begin();
      });
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  close(): void {
    this.#engine.destroy();
  }

  #collect(chunk: Buffer): void {
    this.#output.push(chunk);
    this.bytesOut += chunk.length;
    const { maxInflatedBytes, maxInflationRatio } = this.#limits;
    const isLarge = this.bytesOut > maxInflatedBytes;
    const isBomb = this.bytesOut > RATIO_FREE_BYTES && this.bytesOut > maxInflationRatio * this.bytesIn;
    if (this.#failure !== undefined || !(isLarge || isBomb)) return;
    const found = `the delivery inflates to more than ${bytesInWords(this.bytesOut)} from ${bytesInWords(this.bytesIn)}`;
    this.#failure = new PoisonDeliveryError(
      isLarge
        ? `${found}; at most ${bytesInWords(maxInflatedBytes)} are accepted. If it is genuine, raise maxInflatedBytes.`
        : `${found}; at most ${maxInflationRatio} times the input is accepted. If it is genuine, inflate it first: plain input is not bounded.`,
    );
    this.#engine.destroy();
    this.#settle();
  }

  #fail(error: Error): void {
    if (this.#failure !== undefined) return;
    const isCut = 'code' in error && error.code === 'Z_BUF_ERROR';
    this.#failure = isCut
      ? new StreamFault('truncated-stream', 'the gzip stream ends within a member')
      : new StreamFault('bad-compression', `the compressed data is corrupt: ${error.message}`);
  }
}
