import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { putBatches } from '../../src/state/dynamodb-item.ts';
import { encodeItem } from '../../src/state/item-format.ts';

const sixteenMegabytes = 16 * 1024 * 1024;

function bodyBytes(batch: unknown): number {
  return Buffer.byteLength(JSON.stringify({ RequestItems: { 'a-table-name': batch } }));
}

function encoded(text: string, index: number, key = '') {
  return encodeItem({ key: { partition: `p${key}`, sort: `${index}${key}` }, value: { text }, expiresAt: 1 });
}

describe('putBatches', () => {
  it('keeps a request within 16 MB as it is sent, where text doubles', () => {
    const items = Array.from({ length: 60 }, (_, i) => encoded('"'.repeat(204_000), i));
    const batches = putBatches(items, () => 'v');
    expect(batches.flat()).toHaveLength(60);
    expect(batches.map(({ length }) => length)).toEqual([20, 20, 20]);
    expect(Math.max(...batches.map(bodyBytes))).toBeLessThan(sixteenMegabytes);
    // A batch more full would not do.
    const full = [...(batches[0] ?? []), ...(batches[1] ?? []).slice(0, 5)];
    expect(bodyBytes(full)).toBeGreaterThan(sixteenMegabytes);
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
