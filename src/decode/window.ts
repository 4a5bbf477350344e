/** The part of a byte stream that is kept while it is split. Offsets count from the stream's first byte. */
export class ByteWindow {
  /** Offset of the first byte held. */
  begin = 0;
  #bytes: Buffer = Buffer.alloc(0);
  /** Whether the memory is the window's own. Otherwise it is a caller's chunk and must not be written to. */
  #isOwn = false;
  #from = 0;
  #to = 0;

  /** Offset after the last byte held. */
  get end(): number {
    return this.begin + this.#to - this.#from;
  }

  append(chunk: Buffer): void {
    const held = this.#to - this.#from;
    if (held === 0 && !this.#isOwn) {
      this.#bytes = chunk;
      this.#from = 0;
      this.#to = chunk.length;
      return;
    }
    if (this.#to + chunk.length > this.#bytes.length || !this.#isOwn)
      this.#makeRoom(held, held + chunk.length);
    chunk.copy(this.#bytes, this.#to);
    this.#to += chunk.length;
  }

  /** Moves the bytes to the front, or into twice the room if there is not enough, so that growing takes linear time. */
  #makeRoom(held: number, needed: number): void {
    const fits = this.#isOwn && needed <= this.#bytes.length;
    const bytes = fits ? this.#bytes : Buffer.allocUnsafeSlow(2 * needed);
    this.#bytes.copy(bytes, 0, this.#from, this.#to);
    this.#bytes = bytes;
    this.#isOwn = true;
    this.#from = 0;
    this.#to = held;
  }

  /** Drops the bytes before `offset`. */
  consume(offset: number): void {
    this.#from += offset - this.begin;
    this.begin = offset;
  }

  /** @returns the bytes from `begin` to `end`, borrowed: they are valid until the next call of `append` */
  view(end: number): Buffer {
    return this.#bytes.subarray(this.#from, this.#from + end - this.begin);
  }

  /** @returns the bytes from `offset` on, as many as there are; borrowed as those of `view` are */
  from(offset: number, length: number): Buffer {
    const from = this.#from + offset - this.begin;
    return this.#bytes.subarray(from, Math.min(from + length, this.#to));
  }

  text(end: number): string {
    return this.#bytes.toString('utf8', this.#from, this.#from + end - this.begin);
  }

  byteAt(offset: number): number | undefined {
    return offset >= this.begin && offset < this.end
      ? this.#bytes[this.#from + offset - this.begin]
      : undefined;
  }

  /** The offset at which the pattern first occurs from `offset` on, or -1. */
  indexOf(pattern: Buffer, offset: number): number {
    const index = this.#bytes.subarray(this.#from, this.#to).indexOf(pattern, offset - this.begin);
    return index < 0 ? -1 : this.begin + index;
  }
}

/** Finds a pattern in a window again and again, looking at no byte twice. */
export class PatternFinder {
  readonly #pattern: Buffer;
  readonly #window: ByteWindow;
  #found = -1;
  #searched = 0;

  constructor(pattern: string, window: ByteWindow) {
    this.#pattern = Buffer.from(pattern);
    this.#window = window;
  }

  /** The first occurrence from `offset` on, or Infinity if the window holds none. Offsets must not go back. */
  next(offset: number): number {
    if (this.#found >= offset) return this.#found;
    const from = Math.max(offset, this.#searched);
    this.#found = this.#window.indexOf(this.#pattern, from);
    if (this.#found >= 0) return this.#found;
    this.#searched = Math.max(from, this.#window.end - this.#pattern.length + 1);
    return Number.POSITIVE_INFINITY;
  }
}
