import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { marshal, packedVersion, putBatches, unmarshal } from '../../src/state/dynamodb-item.ts';
import { encodeItem } from '../../src/state/item-format.ts';
import { StateShapeError } from '../../src/state/store.ts';
import { noise } from './noise.ts';

const sixteenMegabytes = 16 * 1024 * 1024;

function bodyBytes(batch: unknown): number {
  const text = JSON.stringify({ RequestItems: { 'a-table-name': batch } }, (_, value) =>
    // As a Buffer tells of itself.
    value?.type === 'Buffer' ? Buffer.from(value.data).toString('base64') : value,
  );
  return Buffer.byteLength(text);
}

function encoded(text: string, index: number, key = '') {
  return encodeItem({ key: { partition: `p${key}`, sort: `${index}${key}` }, value: { text }, expiresAt: 1 });
}

describe('putBatches', () => {
  it.each([
    ['that compresses', '"'.repeat(204_000)],
    ['that does not', noise(300_000)],
  ])('keeps a request within 16 MB as it is sent, with text %s', (_, text) => {
    const items = Array.from({ length: 60 }, (_, i) => encoded(text, i));
    const batches = putBatches(items, () => 'v');
    expect(batches.flat()).toHaveLength(60);
    expect(Math.max(...batches.map(bodyBytes))).toBeLessThan(sixteenMegabytes);
  });

  it('keeps items in order, none twice, at most 25 at once', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300_000), { maxLength: 100 }), (sizes) => {
        const items = sizes.map((size, i) => encoded('x'.repeat(size), i));
        const batches = putBatches(items, () => 'v');
        const sorts = batches.flat().map(({ PutRequest }) => PutRequest?.Item?.sk?.S);
        expect(sorts).toEqual(items.map(({ key }) => key.sort));
        expect(batches.every(({ length }) => length > 0 && length <= 25)).toBe(true);
        expect(batches.every((batch) => bodyBytes(batch) <= sixteenMegabytes)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});

describe('a value', () => {
  const attributesOf = (text: string) => marshal(encoded(text, 1), 'v');

  it('is text while it is small, and compressed where that takes something off', () => {
    expect(attributesOf('x'.repeat(100))).toMatchObject({ data: { S: expect.any(String) }, v: { N: '1' } });
    const large = attributesOf('x'.repeat(10_000));
    expect(large).toMatchObject({ v: { N: String(packedVersion) } });
    expect(large.data?.B?.length).toBeLessThan(100);
  });

  it.each(['x'.repeat(10_000), noise(5000), '\u0000\ud800"\\€😀'.repeat(500)])(
    'comes back as it was',
    (text) => {
      const wanted = JSON.parse(encoded(text, 1).data);
      expect(unmarshal({ ...attributesOf(text), exp: { N: '2' } }, 1)?.value).toEqual(wanted);
    },
  );

  it.each([
    { data: { B: Buffer.from('no compressed text') } },
    { data: { S: '{}' } },
    { v: { N: '3' } },
    { v: { N: '1' } },
  ])('is refused with %j', (change) => {
    const attributes = { ...attributesOf('x'.repeat(10_000)), exp: { N: '2' }, ...change };
    expect(() => unmarshal(attributes, 1)).toThrow(StateShapeError);
  });
});
