/**
 * Where the frames of a zstd stream end (RFC 8878, sections 3.1.1 and 3.1.2). Node's decompressor stops without a
 * word at the end of the first frame of what it is given in one write, so it has to be given frame by frame. This file can go when that is mended (https://github.com/nodejs/node/issues/64741).
 */

const MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;

type Part = 'magic' | 'skippable-size' | 'descriptor' | 'header' | 'block-header' | 'content';

export class ZstdFrames {
  #part: Part = 'magic';
  /** Bytes still to come of the part. */
  #missing = 4;
  /** Value of the part's bytes so far, little-endian. */
  #value = 0;
  #shift = 0;
  #hasChecksum = false;
  /** The content to come is the frame's last: its last block, its checksum, or a skippable frame's. */
  #isLast = false;

  /** Whether the bytes so far end between frames. */
  get isBetweenFrames(): boolean {
    return this.#part === 'magic' && this.#missing === 4;
  }

  /**
   * Yields the bytes, split after every frame that ends within them.
   * @throws RangeError where a frame should begin and something else does
   */
  *split(bytes: Buffer): Generator<Buffer, void, undefined> {
    let from = 0;
    let at = 0;
    while (at < bytes.length) {
      at += this.#take(bytes, at);
      if (this.isBetweenFrames) {
        yield bytes.subarray(from, at);
        from = at;
      }
    }
    if (from < bytes.length) yield bytes.subarray(from);
  }

  #take(bytes: Buffer, at: number): number {
    if (this.#part === 'content' || this.#part === 'header') {
      const taken = Math.min(this.#missing, bytes.length - at);
      this.#missing -= taken;
      if (this.#missing === 0) this.#endOpaque();
      return taken;
    }
    this.#value += (bytes[at] as number) * 2 ** this.#shift;
    this.#shift += 8;
    this.#missing -= 1;
    if (this.#missing === 0) this.#endNumber(this.#value);
    return 1;
  }

  #expect(part: Part, length: number): void {
    this.#part = part;
    this.#missing = length;
    this.#value = 0;
    this.#shift = 0;
    if (length === 0) this.#endOpaque();
  }

  #endNumber(value: number): void {
    switch (this.#part) {
      case 'magic':
        if (value === MAGIC) this.#expect('descriptor', 1);
        else if (value - (value % 16) === SKIPPABLE_MAGIC) this.#expect('skippable-size', 4);
        else throw new RangeError('what follows a zstd frame is not another');
        return;
      case 'skippable-size':
        this.#hasChecksum = false;
        this.#isLast = true;
        this.#expect('content', value);
        return;
      case 'descriptor':
        this.#hasChecksum = (value & 0x04) !== 0;
        this.#isLast = false;
        this.#expect('header', headerLength(value));
        return;
      default: {
        const type = (value >> 1) & 3;
        const size = value >> 3;
        this.#isLast = (value & 1) === 1;
        // A run-length block is one byte, however long what it stands for.
        this.#expect('content', type === 1 ? 1 : size);
      }
    }
  }

  /** After a header comes a block; after the last block the checksum, if the frame has one. */
  #endOpaque(): void {
    if (this.#part === 'header' || !this.#isLast) {
      this.#expect('block-header', 3);
    } else if (this.#hasChecksum) {
      this.#hasChecksum = false;
      this.#expect('content', 4);
    } else {
      this.#expect('magic', 4);
    }
  }
}

/** How many bytes a frame's header has after its descriptor: window size, dictionary id, content size. */
function headerLength(descriptor: number): number {
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const contentSizeFlag = descriptor >> 6;
  const contentSize = contentSizeFlag === 0 ? Number(isSingleSegment) : 2 ** contentSizeFlag;
  const dictionaryId = [0, 1, 2, 4][descriptor & 3] ?? 0;
  return Number(!isSingleSegment) + dictionaryId + contentSize;
}
