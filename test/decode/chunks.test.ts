import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAll, inChunks } from './collect.ts';
import { envelope, eventList, lines, podCreated, someEvents } from './events.ts';

const events = someEvents(3);
const texts = events.map((event) => JSON.stringify(event));
const text = texts[0] ?? '';

/** Every layout, whole, cut and broken. */
const deliveries: Readonly<Record<string, string>> = {
  lines: `\ufeff${lines(events)}\r\n\n${text}`,
  'lines, one cut': `${text.slice(0, 600)}\n${lines(events)}${text.slice(0, 900)}`,
  'lines, cut outside a string': `${text.slice(0, text.indexOf('{"metadata"'))}\n${lines(events)}`,
  'lines, junk between': `junk\n${lines(events)}{"a":1}\n]}\n"x"\n${text}${text}}\n${text}`,
  array: JSON.stringify([...events, 1, 'a', [events[0]], {}]),
  'array, one broken': `[${text},\n${text.replace('"verb":', '"verb"')},\n${text}, {"a":nul}, ${text}]`,
  'array, not closed': `[${text},${text.slice(0, 500)}`,
  'pretty-printed': events.map((event) => JSON.stringify(event, null, 2)).join('\n'),
  'pretty-printed, one broken': `${JSON.stringify(events[0], null, 1)}\n${JSON.stringify(events[1], null, 1).replace('"verb":', '"verb"')}\n${text}`,
  list: JSON.stringify(eventList(events), null, 1),
  envelopes: `${envelope(texts)}${envelope(['}{', '{}{', text], 'f')}\n${envelope(texts, 'g')}`,
  'envelopes, junk between': `${envelope(texts)}}{"a":1{${envelope(texts, 'f')}nul${envelope(texts, 'g')}`,
  'envelopes, cut': `${envelope(texts)}${envelope(texts, 'f').slice(0, 3000)}`,
  'over the bound': `${text}\n${JSON.stringify(podCreated('long', { userAgent: 'x'.repeat(9000) }))}\n${text}`,
  'glued, over the bound': `${text}${JSON.stringify(podCreated('long', { userAgent: 'x'.repeat(9000) }))}${text}`,
  'a long list': JSON.stringify(eventList(someEvents(12))),
  'a long envelope':
    envelope(
      someEvents(12).map((event) => JSON.stringify(event)),
      'h',
    ) + envelope(texts),
};

describe('any split of the bytes into chunks gives what one chunk gives', () => {
  const options = { maxRecordBytes: 8000 };

  it.each(Object.entries(deliveries))('%s', async (_name, delivery) => {
    const bytes = Buffer.from(delivery);
    const whole = await decodeAll(bytes, { options });
    expect(whole.events.length).toBeGreaterThan(0);
    const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5000 })), {
      minLength: 1,
    });
    await fc.assert(
      fc.asyncProperty(sizes, async (chunks) => {
        expect(await decodeAll(inChunks(bytes, chunks), { options })).toEqual(whole);
      }),
      { numRuns: 25 },
    );
  });

  it.each([
    ['gzip', gzipSync(lines(events))],
    ['zstd', zstdCompressSync(lines(events))],
  ])('%s, cut or whole', async (_name, bytes) => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 4, max: bytes.length }),
        fc.integer({ min: 1, max: 90 }),
        async (end, size) => {
          const cut = bytes.subarray(0, end);
          expect(await decodeAll(inChunks(cut, [size]))).toEqual(await decodeAll(cut));
        },
      ),
      { numRuns: 40 },
    );
  });
});
