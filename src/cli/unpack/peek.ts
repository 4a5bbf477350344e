/** Enough to tell a form by: tar says what it is in its first 512 bytes, and JSON of AWS's command line after a line. */
const enough = 4096;

export interface Peeked {
  /** All of the input, its start included. */
  readonly bytes: AsyncGenerator<Uint8Array>;
  readonly start: Uint8Array;
}

/** Looks at the start of an input without losing it. */
export async function peek(from: AsyncIterable<Uint8Array>): Promise<Peeked> {
  const iterator = from[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let length = 0;
  while (length < enough) {
    const next = await iterator.next();
    if (next.done === true) break;
    // Who reads further may give a chunk's memory back.
    read.push(next.value.slice());
    length += next.value.length;
  }
  const start = Buffer.concat(read);
  return { start, bytes: again(start, iterator) };
}

async function* again(start: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (start.length > 0) yield start;
    for (;;) {
      const next = await rest.next();
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await rest.return?.();
  }
}
