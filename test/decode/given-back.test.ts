/** Inflated bytes are freed while the delivery is read: nothing may look at them afterwards. */
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decode } from '../../src/decode/decode.ts';
import { objectLimits } from '../../src/decode/limits.ts';
import { plainBytes } from '../../src/decode/plain-bytes.ts';
import { decodeAll } from './collect.ts';
import { envelope, eventList, lines, podCreated, someEvents } from './events.ts';

const MiB = 1024 * 1024;
const events = someEvents(600);
const texts = events.map((event) => JSON.stringify(event));
const long = (auditID: string, bytes: number) => podCreated(auditID, { userAgent: 'x'.repeat(bytes) });

/** Each over several of the pieces in which bytes are inflated. */
const deliveries: Readonly<Record<string, string>> = {
  lines: lines(events),
  'lines longer than a piece': lines([
    ...events,
    long('a', MiB),
    ...events,
    long('b', 700_000),
    long('c', 300_000),
  ]),
  'a line without an end': `${lines(events)}${JSON.stringify(long('a', MiB))}`,
  array: JSON.stringify([...events, long('a', MiB), ...events]),
  'pretty-printed': events.map((event) => JSON.stringify(event, null, 2)).join('\n'),
  list: JSON.stringify(eventList([...events, long('a', MiB)])),
  envelopes: envelope(texts) + envelope(texts, 'f') + envelope(texts, 'g'),
};

describe('inflated bytes', () => {
  it.each(Object.entries(deliveries))('give what plain ones give: %s', async (_name, delivery) => {
    const plain = await decodeAll(delivery);
    expect(plain.events.length).toBeGreaterThanOrEqual(600);
    const gzip = gzipSync(delivery);
    expect(await decodeAll(gzip)).toEqual(plain);
    expect(await decodeAll(zstdCompressSync(delivery))).toEqual(plain);
    expect(await decodeAll(gzipSync(gzip))).toEqual(plain);
    const middle = delivery.length / 2;
    const members = [delivery.slice(0, middle), delivery.slice(middle)].map((part) => gzipSync(part));
    expect(await decodeAll(Buffer.concat(members))).toEqual(plain);
  });

  it('are as they were until the chunk after the next is asked for', async () => {
    const text = Buffer.from(noise(3 * MiB));
    let before: { chunk: Buffer; from: number } = { chunk: Buffer.alloc(0), from: 0 };
    let at = 0;
    for await (const chunk of plainBytes(gzipSync(text), objectLimits())) {
      expect(before.chunk.equals(text.subarray(before.from, at))).toBe(true);
      expect(chunk.equals(text.subarray(at, at + chunk.length))).toBe(true);
      before = { chunk, from: at };
      at += chunk.length;
    }
    expect(at).toBe(text.length);
  });

  it('leave the bytes of the caller alone', async () => {
    const text = `${texts[0]}\n`;
    const chunks = Array.from({ length: 4 }, () => Buffer.alloc(256 * 1024, text));
    const copies = chunks.map((chunk) => Buffer.from(chunk));
    await decodeAll(inTurn(chunks));
    for (const [index, chunk] of chunks.entries()) expect(chunk.equals(copies[index] as Buffer)).toBe(true);
  });

  it('are freed before V8 would find out', async () => {
    const text = lines(events);
    const object = gzipSync(text.repeat(Math.ceil((32 * MiB) / text.length)));
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    for await (const _ of decode(object, { source: 'test' }))
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    // What the beginning is told by takes 9 of them, once.
    expect(most).toBeLessThan(12 * MiB);
  });
});

async function* inTurn(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}

/** Text that does not compress well. */
function noise(length: number): string {
  let state = 1;
  let text = '';
  while (text.length < length) {
    state = (state * 48271) % 2147483647;
    text += state.toString(36);
  }
  return text.slice(0, length);
}
