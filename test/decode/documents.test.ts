import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeDocuments } from '../../src/decode/documents.ts';
import type { DecodeOptions } from '../../src/decode/limits.ts';
import type { Json } from '../../src/schema/audit-event.ts';
import { parseExact } from '../../src/schema/exact-number.ts';
import { inChunks } from './collect.ts';

async function decoded(text: string, options?: DecodeOptions, sizes: readonly number[] = [1 << 20]) {
  const events: { readonly position: number | string; readonly event: Json; readonly partial: boolean }[] =
    [];
  const lost: string[] = [];
  const bytes = inChunks(Buffer.from(text), sizes);
  for await (const batch of decodeDocuments(bytes, { source: 'test' }, options)) {
    for (const { position, event, partial } of batch.events) events.push({ position, event, partial });
    for (const { position, reason, detail } of batch.undecodable)
      lost.push(`${position} ${reason}: ${detail}`);
  }
  return {
    events: events.map(({ event }) => event),
    positions: events.map(({ position }) => position),
    events_: events,
    lost,
  };
}

const documents = [{ a: 1 }, { b: { c: [1, null, ''] } }, { 'd.e': 'x', items: [{ f: 2 }] }];

describe('documents', () => {
  it.each([
    ['one a line', documents.map((each) => JSON.stringify(each)).join('\n'), [1, 2, 3]],
    [
      'one a line, with blank ones between',
      documents.map((each) => `${JSON.stringify(each)}\n\n`).join(''),
      [1, 3, 5],
    ],
    ['glued', documents.map((each) => JSON.stringify(each)).join(''), [1, 2, 3]],
    ['over several lines each', documents.map((each) => JSON.stringify(each, null, 2)).join('\n'), [1, 2, 3]],
    ['an array', JSON.stringify(documents), [1, 2, 3]],
    ['an array over several lines', ` ${JSON.stringify(documents, null, 2)}\n`, [1, 2, 3]],
    [
      'an array after another',
      `${JSON.stringify(documents.slice(0, 1))}\n${JSON.stringify(documents.slice(1))}`,
      [1, 2, 3],
    ],
    ['behind a byte order mark', `\ufeff${JSON.stringify(documents)}`, [1, 2, 3]],
  ])('%s', async (_, text, positions) => {
    const found = await decoded(text);
    expect(found.events).toEqual(documents);
    expect(found.positions).toEqual(positions);
    expect(found.lost).toEqual([]);
    expect((await decoded(text, {}, [1, 3, 7])).events).toEqual(documents);
  });

  it('are what search hits have in them', async () => {
    const hits = [{ _index: 'i', _id: 'h1', _source: { a: 1 } }, { _source: { b: 2 } }];
    expect((await decoded(JSON.stringify(hits))).events).toEqual([{ a: 1, _id: 'h1' }, { b: 2 }]);
  });

  it('of any size stay whole, whatever lists they have', async () => {
    const large = {
      items: Array.from({ length: 100_000 }, (_, index) => ({ name: `item ${index}` })),
      after: 1,
    };
    expect((await decoded(JSON.stringify([large, { a: 1 }]))).events).toEqual([large, { a: 1 }]);
    expect((await decoded(`${JSON.stringify(large, null, 1)}\n{"a":1}`)).events).toEqual([large, { a: 1 }]);
  });

  const noJson = 'is not JSON; expected';
  const noObject = 'is JSON but no object; expected';
  const objects = 'documents, which are JSON objects';
  it.each([
    {
      name: 'of a line',
      text: '{"a":1}\nhello\n[1]\n{"b":\n{"c":3}\n',
      lost: [
        `2 not-json: the line ${noJson} one document a line`,
        `3 not-json: the line ${noObject} one document a line`,
        `4 not-json: the line ${noJson} one document a line`,
      ],
    },
    {
      name: 'of an array',
      text: '[{"a":1}, 5, "x", {"b": nope}, {"c":3}]',
      lost: [
        `2 not-json: the value ${noObject} ${objects}`,
        `3 not-json: the value ${noObject} ${objects}`,
        `4 not-json: the value ${noJson} ${objects}`,
      ],
    },
    {
      name: 'of values over several lines',
      text: '{\n"a":1\n}\n{\n"b": nope\n}\n{\n"c":3\n}\n',
      lost: [`2 not-json: the value ${noJson} ${objects}`],
    },
    {
      name: 'at the end of an array',
      text: '[{"a":1},\n{"c":3}',
      lost: ['3 not-json: the array is not closed; what it had behind its last document is lost'],
    },
  ])('that are none cost themselves: $name', async ({ text, lost }) => {
    const found = await decoded(text);
    expect(found.events).toEqual([{ a: 1 }, { c: 3 }]);
    expect(found.lost).toEqual(lost);
  });

  it('too long or too deep are told, or cut', async () => {
    const long = `{"a":"${'x'.repeat(200)}"}`;
    const lines = await decoded(`${long}\n{"b":1}\n`, { maxRecordBytes: 100 });
    expect(lines.events).toEqual([{ b: 1 }]);
    expect(lines.lost).toEqual(['1 too-long: the line is longer than a document may be']);
    const list = await decoded(`[${long},{"b":1}]`, { maxRecordBytes: 100 });
    expect(list.events).toEqual([{ b: 1 }]);
    expect(list.lost).toEqual(['1 too-long: the value is longer than a document may be']);
    const deep = await decoded('[{"a":{"b":{"c":1}}}]', { maxDepth: 2 });
    expect(deep.events_).toEqual([{ position: 1, event: { a: { b: {} } }, partial: true }]);
  });

  it('are the same in every layout', async () => {
    const one = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { minKeys: 1 });
    const objects = fc.array(one, { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        objects,
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        async (all, sizes) => {
          const plain = parseExact(JSON.stringify(all)) as Json[];
          const wanted = plain.filter((each) => typeof (each as { _source?: unknown })._source !== 'object');
          const ways = [
            wanted.map((each) => `${JSON.stringify(each)}\n`).join(''),
            JSON.stringify(wanted),
            JSON.stringify(wanted, null, 2),
            wanted.map((each) => JSON.stringify(each, null, 2)).join('\n'),
          ];
          for (const text of ways) expect((await decoded(text, {}, sizes)).events).toEqual(wanted);
        },
      ),
      { numRuns: 300 },
    );
  });
});
