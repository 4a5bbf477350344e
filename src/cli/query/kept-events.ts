/**
 * Events that are needed again when all are read. There may be as many as the input has: beyond the first, they are in a
 * temporary file, so that memory holds no more of each than its place.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Origin, SourcedEvent } from '../../schema/audit-event.ts';
import { parseExact } from '../../schema/exact-number.ts';
import { CannotWriteError } from '../trouble.ts';

/** By which a kept event is found again. */
export type Handle = number;

interface KeptOptions {
  /** How many events are kept in memory. */
  readonly inMemory?: number;
  /** Bytes that are written at once. */
  readonly blockBytes?: number;
}

export class KeptEvents {
  readonly #limit: number;
  readonly #blockBytes: number;
  readonly #first: SourcedEvent[] = [];
  /** Where in the file each of the others begins, and at last where the next would. */
  readonly #offsets: number[] = [0];
  /** Each once, and by its number. */
  readonly #origins: Origin[] = [];
  readonly #numbers = new Map<Origin, number>();
  #block: Buffer[] = [];
  #blockSize = 0;
  #file: number | undefined;

  constructor({ inMemory = 20_000, blockBytes = 1 << 20 }: KeptOptions = {}) {
    this.#limit = inMemory;
    this.#blockBytes = blockBytes;
  }

  /** @throws CannotWriteError */
  keep(event: SourcedEvent): Handle {
    if (this.#first.length < this.#limit) return this.#first.push(event) - 1;
    const { origin, ...rest } = event;
    const number = this.#numbers.get(origin) ?? this.#origins.push(origin) - 1;
    this.#numbers.set(origin, number);
    const bytes = Buffer.from(JSON.stringify([number, rest]));
    this.#block.push(bytes);
    this.#blockSize += bytes.length;
    const begin = this.#offsets.at(-1) ?? 0;
    this.#offsets.push(begin + bytes.length);
    if (this.#blockSize >= this.#blockBytes) this.#write();
    return this.#limit + this.#offsets.length - 2;
  }

  /** @throws CannotWriteError */
  get(handle: Handle): SourcedEvent {
    const inMemory = this.#first[handle];
    if (inMemory !== undefined) return inMemory;
    this.#write();
    const index = handle - this.#limit;
    const [begin, end] = [this.#offsets[index], this.#offsets[index + 1]];
    if (this.#file === undefined || begin === undefined || end === undefined)
      throw new Error(`no event is kept as ${handle}`);
    const bytes = Buffer.alloc(end - begin);
    for (let at = 0; at < bytes.length; )
      at += readSync(this.#file, bytes, at, bytes.length - at, begin + at);
    const [number, rest] = parseExact(bytes.toString()) as unknown as [number, Omit<SourcedEvent, 'origin'>];
    return { ...rest, origin: this.#origins[number] as Origin };
  }

  /** What was kept is gone. */
  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
    this.#first.length = 0;
  }

  #write(): void {
    if (this.#blockSize === 0) return;
    const bytes = Buffer.concat(this.#block);
    this.#block = [];
    this.#blockSize = 0;
    try {
      this.#file ??= unnamedFile();
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at);
    } catch (error) {
      throw new CannotWriteError(
        tmpdir(),
        error,
        'what is found is kept there until all is read; name another folder in TMPDIR',
      );
    }
  }
}

/** A file that is gone when the process ends, however it ends. */
function unnamedFile(): number {
  const folder = mkdtempSync(join(tmpdir(), 'harrier-query-'));
  try {
    return openSync(join(folder, 'events'), 'wx+', 0o600);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
