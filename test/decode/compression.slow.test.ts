import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PoisonDeliveryError } from '../../src/decode/batch.ts';
import { decode } from '../../src/decode/decode.ts';
import { inflate } from '../../src/decode/inflate.ts';
import { objectLimits } from '../../src/decode/limits.ts';
import { ZstdFrames } from '../../src/decode/zstd-frames.ts';
import { auditIDs, decodeAll, inChunks, reasons } from './collect.ts';
import { lines, someEvents } from './events.ts';

const events = someEvents(20);
const ids = events.map(({ auditID }) => auditID);
const text = lines(events);
const first = Buffer.from(lines(events.slice(0, 7)));
const second = Buffer.from(lines(events.slice(7)));
const MiB = 1024 * 1024;

/** RFC 8878, section 3.1.2: a frame that decoders pass over. */
const skippable = Buffer.concat([Buffer.from('512a4d1803000000', 'hex'), Buffer.from('abc')]);

/** Bytes that do not compress, so that a place in the output is at the same share of the input. */
function noisyLines(count: number): string {
  let state = 1;
  const noise = () => {
    state = (state * 48271) % 2147483647;
    return state.toString(36);
  };
  const notes = Array.from({ length: count }, () => Array.from({ length: 100 }, noise).join(''));
  return lines(notes.map((note, index) => ({ auditID: `id-${index + 1}`, note })));
}

describe('compression', () => {
  it.each([
    ['none', Buffer.from(text)],
    ['gzip', gzipSync(text)],
    ['gzip, several members', Buffer.concat([gzipSync(first), gzipSync(''), gzipSync(second)])],
    ['gzip, zeros after it', Buffer.concat([gzipSync(text), Buffer.alloc(512)])],
    ['gzip, a zero between members', Buffer.concat([gzipSync(first), Buffer.alloc(1), gzipSync(second)])],
    [
      'gzip, zeros between and after members, more than a block of them',
      Buffer.concat([gzipSync(first), Buffer.alloc(200_000), gzipSync(second), Buffer.alloc(70_000)]),
    ],
    [
      'gzip, zeros after an empty member',
      Buffer.concat([gzipSync(''), Buffer.alloc(3), gzipSync(first), Buffer.alloc(2), gzipSync(second)]),
    ],
    ['gzip in gzip', gzipSync(Buffer.concat([gzipSync(first), gzipSync(second)]))],
    [
      'gzip in gzip, zeros between the members of both',
      gzipSync(Buffer.concat([gzipSync(first), Buffer.alloc(9), gzipSync(second), Buffer.alloc(9)])),
    ],
    ['zstd', zstdCompressSync(text)],
    ['zstd, several frames', Buffer.concat([zstdCompressSync(first), zstdCompressSync(second)])],
    [
      'zstd, runs of one byte',
      Buffer.concat([zstdCompressSync(`${' '.repeat(MiB)}\n`), zstdCompressSync(text)]),
    ],
    [
      'zstd, skippable frames',
      Buffer.concat([skippable, zstdCompressSync(first), skippable, zstdCompressSync(second)]),
    ],
  ])('%s', async (_name, bytes) => {
    for (const source of [bytes, inChunks(bytes, [1]), inChunks(bytes, [3, 40])]) {
      const decoded = await decodeAll(source, { source: 'named.txt' });
      expect(decoded.undecodable).toEqual([]);
      expect(auditIDs(decoded)).toEqual(ids);
    }
  });

  it('reads a member that begins within a record', async () => {
    const cut = 1000;
    const bytes = Buffer.concat([gzipSync(text.slice(0, cut)), gzipSync(text.slice(cut))]);
    expect(auditIDs(await decodeAll(bytes))).toEqual(ids);
  });

  it.each([
    ['bzip2', '425a6839314159265359'],
    ['a ZIP archive', '504b030414000000'],
    ['a Parquet file', '5041523115041500'],
  ])('names what it does not read: %s', async (name, hex) => {
    const { undecodable } = await decodeAll(Buffer.from(hex, 'hex'));
    expect(undecodable).toHaveLength(1);
    expect(undecodable[0]).toMatchObject({ reason: 'bad-compression', position: 1 });
    expect(undecodable[0]?.detail).toContain(name);
  });

  it('compressed too often is refused', async () => {
    const decoded = await decodeAll(gzipSync(gzipSync(gzipSync(text))));
    expect(reasons(decoded)).toEqual(['bad-compression']);
  });
});

describe('a truncated stream', () => {
  it.each([
    ['gzip', gzipSync(noisyLines(1000))],
    ['zstd', zstdCompressSync(noisyLines(1000))],
  ])('yields the records before the cut: %s', async (_name, bytes) => {
    const decoded = await decodeAll(bytes.subarray(0, bytes.length / 2));
    const whole = decoded.events.filter(({ partial }) => !partial).length;
    // zstd inflates by blocks of 128 KiB.
    expect(whole).toBeGreaterThan(300);
    expect(whole).toBeLessThan(550);
    expect(auditIDs(decoded)).toEqual(decoded.events.map((_, index) => `id-${index + 1}`));
    expect(decoded.undecodable).toHaveLength(1);
    expect(decoded.undecodable[0]).toMatchObject({ reason: 'truncated-stream', origin: { source: 'test' } });
  });

  it('ends with a partial event where the cut leaves enough of a record', async () => {
    const member = gzipSync(text, { level: 0 });
    const { events: found, undecodable } = await decodeAll(member.subarray(0, member.length - 400));
    expect(found).toHaveLength(20);
    expect(found.map(({ partial }) => partial)).toEqual([...Array(19).fill(false), true]);
    expect(found[19]).toMatchObject({ position: 20, event: { auditID: 'id-20', verb: 'create' } });
    expect(undecodable).toMatchObject([{ reason: 'truncated-stream', position: 20 }]);
    expect(undecodable[0]?.excerpt).toMatch(/^\{"kind":"Event"/);
  });

  it('loses nothing of a whole member before a cut one', async () => {
    const bytes = Buffer.concat([gzipSync(first), gzipSync(second).subarray(0, 5)]);
    const decoded = await decodeAll(bytes);
    expect(auditIDs(decoded)).toEqual(ids.slice(0, 7));
    expect(decoded.undecodable).toMatchObject([{ reason: 'truncated-stream', position: 8, excerpt: '' }]);
  });
});

describe('corrupt data', () => {
  it.each([
    [
      'gzip, another checksum',
      (bytes: Buffer) => bytes.fill(0x55, bytes.length - 8, bytes.length - 4),
      gzipSync(text),
    ],
    [
      'gzip, something else after it',
      (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('junk')]),
      gzipSync(text),
    ],
    [
      'gzip, something else after zeros',
      (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(70_000), Buffer.from('junk')]),
      gzipSync(text),
    ],
    [
      'zstd, zeros after it',
      (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(1), bytes]),
      zstdCompressSync(text),
    ],
    [
      'zstd, something else after it',
      (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('junk')]),
      zstdCompressSync(text),
    ],
  ])('costs nothing of what is before it: %s', async (_name, corrupt, bytes) => {
    const decoded = await decodeAll(corrupt(Buffer.from(bytes)));
    expect(auditIDs(decoded)).toEqual(ids);
    expect(reasons(decoded)).toEqual(['bad-compression']);
  });

  it('a member cut behind zeros is truncated', async () => {
    const bytes = Buffer.concat([gzipSync(first), Buffer.alloc(5), gzipSync(second).subarray(0, 6)]);
    const decoded = await decodeAll(bytes);
    expect(auditIDs(decoded)).toEqual(ids.slice(0, 7));
    expect(reasons(decoded)).toEqual(['truncated-stream']);
  });

  it('in the middle ends the delivery there', async () => {
    const bytes = gzipSync(noisyLines(200));
    bytes.fill(0xff, bytes.length / 2, bytes.length / 2 + 64);
    const decoded = await decodeAll(bytes);
    const count = decoded.events.length;
    expect(count).toBeGreaterThan(90);
    expect(count).toBeLessThan(110);
    // What the corrupt bytes stand for is seen only at the end.
    expect(auditIDs(decoded).slice(0, 90)).toEqual(
      Array.from({ length: 90 }, (_, index) => `id-${index + 1}`),
    );
    expect(reasons(decoded).at(-1)).toBe('bad-compression');
  });
});

describe('of members or frames of which one is damaged', () => {
  const parts = Array.from({ length: 4 }, (_, index) =>
    Buffer.from(lines(events.slice(index * 5, index * 5 + 5))),
  );
  const junk = fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes));
  const zeros = fc.array(fc.nat(3), { minLength: 4, maxLength: 4 });

  it.each([
    ['gzip', (part: Buffer) => gzipSync(part), true],
    ['zstd', (part: Buffer) => zstdCompressSync(part), false],
  ])('those before it are decoded, and what is missing is reported: %s', async (_name, pack, isPadded) => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(20),
        junk,
        zeros,
        async (which, share, length, instead, padding) => {
          const packed = parts.map((part, index) => {
            const bytes = pack(part);
            const at = Math.floor(share * bytes.length);
            const damaged = Buffer.concat([bytes.subarray(0, at), instead, bytes.subarray(at + length)]);
            const pad = Buffer.alloc(isPadded ? (padding[index] ?? 0) : 0);
            return Buffer.concat([index === which ? damaged : bytes, pad]);
          });
          const decoded = await decodeAll(Buffer.concat(packed));
          const found = auditIDs(decoded);
          expect(found.slice(0, which * 5)).toEqual(ids.slice(0, which * 5));
          const isWhole = ids.every((id) => found.includes(id));
          const isGone = packed[which]?.every((byte) => byte === 0) ?? false;
          if (!isWhole && !isGone) expect(decoded.undecodable.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('input', () => {
  it('is let go while it is inflated, but for its first MiB', async () => {
    const gc = collectGarbage();
    const bytes = gzipSync(noisyLines(20_000), { level: 1 });
    const blocks: WeakRef<Buffer>[] = [];
    async function* source(): AsyncGenerator<Buffer> {
      for (let at = 0; at < bytes.length; at += 64 * 1024) {
        const block = Buffer.from(bytes.subarray(at, at + 64 * 1024));
        blocks.push(new WeakRef(block));
        yield block;
      }
    }
    let held = 0;
    for await (const _ of inflate(source(), 'gzip', objectLimits())) {
      if (blocks.length < 60 || held > 0) continue;
      // What a WeakRef was asked for is kept until the job ends.
      await setImmediate();
      gc();
      held = blocks.filter((block) => block.deref() !== undefined).length;
    }
    expect(bytes.length).toBeGreaterThan(5 * MiB);
    expect(held).toBeGreaterThan(0);
    expect(held).toBeLessThan(25);
  });
});

/** V8's garbage collector, which is not in reach otherwise. */
function collectGarbage(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

describe('a bomb', () => {
  const zeros = Buffer.alloc(80 * MiB);

  it.each([
    ['gzip', gzipSync(zeros)],
    ['zstd', zstdCompressSync(zeros)],
    ['gzip in gzip', gzipSync(gzipSync(zeros))],
  ])('is poison by its ratio: %s', async (_name, bytes) => {
    await expect(decodeAll(bytes)).rejects.toThrow(PoisonDeliveryError);
    await expect(decodeAll(bytes)).rejects.toThrow(
      /inflates to more than 64.* MiB from [\d.]+ .*; at most 400 times .*inflate it first/,
    );
  });

  it('is poison by its size, after the records before the bound', async () => {
    const found: unknown[] = [];
    const bytes = gzipSync(noisyLines(3000), { level: 1 });
    const decoding = (async () => {
      for await (const batch of decode(bytes, { source: 'test' }, { maxInflatedBytes: MiB }))
        found.push(...batch.events);
    })();
    await expect(decoding).rejects.toThrow(
      /more than .* MiB from .*; at most 1 MiB are accepted.*raise maxInflatedBytes/,
    );
    expect(found.length).toBeGreaterThan(1000);
  });

  it('may be plain: then only its records are bounded', async () => {
    const decoded = await decodeAll(Buffer.alloc(3 * MiB, 'a'), {
      options: { maxInflatedBytes: 1, maxRecordBytes: MiB },
    });
    expect(reasons(decoded)).toEqual(['too-long']);
  });
});

describe('ZstdFrames', () => {
  it('splits frames of any shape, in chunks of any size', () => {
    const frame = fc
      .record({ size: fc.nat(300_000), checksum: fc.boolean(), sized: fc.boolean() })
      .map(({ size, checksum, sized }) => {
        const content = Buffer.from(noisyLines(Math.ceil(size / 600)).slice(0, size));
        return zstdCompressSync(content, {
          params: { 201: Number(checksum), 200: Number(sized) },
          ...(sized && { pledgedSrcSize: content.length }),
        });
      });
    const frames = fc.array(fc.oneof({ weight: 3, arbitrary: frame }, fc.constant(skippable)), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(frames, fc.integer({ min: 1, max: 70_000 }), (parts, chunk) => {
        const bytes = Buffer.concat(parts);
        const splitter = new ZstdFrames();
        const ends: number[] = [];
        let at = 0;
        for (let from = 0; from < bytes.length; from += chunk) {
          for (const part of splitter.split(bytes.subarray(from, from + chunk))) {
            at += part.length;
            if (at < from + chunk || splitter.isBetweenFrames) ends.push(at);
          }
        }
        const sizes = parts.map((part) => part.length);
        expect(ends).toEqual(
          sizes.map((_, index) => sizes.slice(0, index + 1).reduce((sum, size) => sum + size, 0)),
        );
        expect(splitter.isBetweenFrames).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});
