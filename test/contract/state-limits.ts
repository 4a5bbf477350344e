/** What every StateStore must give back as it was, and what it must refuse. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { type Key, StateSizeError } from '../../src/state/store.ts';
import { peer } from '../peer.ts';
import type { StoreContext } from './store-context.ts';

/** @param runs how many lists of random values are tried */
export function valueTests({ store, fresh, item, written }: StoreContext, runs: number): void {
  describe('values', () => {
    it.each<[string, string]>([
      ['nothing', '{}'],
      ['empty names and texts', '{"":"","a":[]}'],
      ['names of the prototype', '{"__proto__":{"a":1},"constructor":null,"toJSON":"x","hasOwnProperty":0}'],
      ['lone surrogates', '{"\\ud800":"\\udfff\\ud800"}'],
      ['control characters and line separators', '{"a":"\\u0000\\u001f\\u007f\u2028\u2029\\ufeff\\"\\\\"}'],
      ['numbers', '{"a":[0,1e-7,5e-324,1.7976931348623157e308,9007199254740993,0.1]}'],
      ['deep nesting', `{"a":${'['.repeat(1000)}${']'.repeat(1000)}}`],
    ])('gives back %s as it was', async (_, text) => {
      const partition = fresh();
      const value = JSON.parse(text);
      await store().put([item(partition, 'put', value)]);
      await store().putIf(item(partition, 'putIf', value), undefined);
      for (const sort of ['put', 'putIf']) {
        const found = await written(partition, sort);
        expect(JSON.stringify(found.value)).toBe(JSON.stringify(value));
        expect(Object.getPrototypeOf(found.value)).toBe(Object.prototype);
      }
    });

    it('gives back any JSON object', async () => {
      const partition = fresh();
      let objects = 0;
      const object = fc.dictionary(
        fc.string({ unit: 'binary' }),
        fc.jsonValue({ stringUnit: 'binary', maxDepth: 2 }),
        {
          maxKeys: 4,
        },
      );
      await fc.assert(
        fc.asyncProperty(fc.array(object, { maxLength: 20 }), async (values) => {
          const texts = values.map((value) => JSON.stringify(value));
          const items = texts.map((text) => item(partition, String(++objects), JSON.parse(text)));
          await store().put(items);
          const found = await store().get(items.map(({ key }) => key));
          expect(found.map((each) => JSON.stringify(each?.value))).toEqual(texts);
        }),
        { numRuns: runs },
      );
    });
  });
}

export function limitTests({ store, fresh, item }: StoreContext): void {
  describe('limits', () => {
    const roomy = 'x'.repeat(409_600 - 200);

    // moto takes 405,000 bytes, DynamoDB 409,600.
    it.skipIf(peer === 'moto')('takes an item of nearly 400 KB', async () => {
      const partition = fresh();
      await store().put([item(partition, 'put', { roomy })]);
      expect(await store().putIf(item(partition, 'putIf', { roomy }), undefined)).toBe(true);
      expect((await store().range(partition, 'a', 'z')).map(({ value }) => value.roomy === roomy)).toEqual([
        true,
        true,
      ]);
    });

    it.each([
      ['letters', 'x'.repeat(409_600)],
      ['characters of three bytes', '€'.repeat(140_000)],
      ['characters that JSON escapes', '\u0000'.repeat(70_000)],
    ])('refuses more than 400 KB of %s before it writes anything', async (_, text) => {
      const partition = fresh();
      const items = [item(partition, 'a'), item(partition, 'big', { text })];
      await expect(store().put(items)).rejects.toThrow(StateSizeError);
      await expect(store().put(items)).rejects.toThrow(
        /state item "partition \d+" \/ "big" takes \d+ bytes; DynamoDB allows 409600/,
      );
      await expect(store().putIf(item(partition, 'big', { text }), undefined)).rejects.toThrow(
        StateSizeError,
      );
      expect(await store().range(partition, 'a', 'z')).toEqual([]);
    });

    it('refuses nesting that JSON cannot be written of', async () => {
      let value: JsonObject = {};
      for (let level = 0; level < 50_000; level++) value = { a: value };
      await expect(store().put([item(fresh(), 'a', value)])).rejects.toThrow(/nests too deeply/);
    });

    it('takes keys as long as DynamoDB does, and none that is longer, empty or not Unicode', async () => {
      const longest: Key = { partition: '€'.repeat(682), sort: 's'.repeat(1024) };
      await store().put([{ ...item('p', 's'), key: longest }]);
      expect(await store().get([longest])).toHaveLength(1);
      expect(await store().range(longest.partition, longest.sort, longest.sort)).toHaveLength(1);
      const wrong: readonly [Key, RegExp][] = [
        [
          { partition: '€'.repeat(683), sort: 's' },
          /the partition key "€+…" takes 2049 bytes; DynamoDB allows 2048/,
        ],
        [
          { partition: 'p', sort: 's'.repeat(1025) },
          /the sort key "s+…" takes 1025 bytes; DynamoDB allows 1024/,
        ],
        [{ partition: '', sort: 's' }, /a partition key is empty/],
        [{ partition: 'p', sort: '' }, /a sort key is empty/],
        [{ partition: 'p', sort: '\ud800' }, /the sort key "\\ud800" holds a lone surrogate/],
      ];
      for (const [key, message] of wrong) {
        const one = { ...item('p', 's'), key };
        await expect(store().get([key])).rejects.toThrow(message);
        await expect(store().put([one])).rejects.toThrow(message);
        await expect(store().putIf(one, undefined)).rejects.toThrow(message);
        await expect(store().range(key.partition, key.sort, 'z')).rejects.toThrow(message);
      }
    });
  });
}
