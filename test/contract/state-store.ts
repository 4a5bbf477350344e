/** What every StateStore must do, as tests. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Key, StateStore } from '../../src/state/store.ts';
import { limitTests, valueTests } from './state-limits.ts';
import { runAgainstModel } from './state-model.ts';
import { type OpenStore, useStore } from './store-context.ts';

export interface StoreUnderTest {
  readonly open: OpenStore;
  /** How many sequences of calls are compared with the model. */
  readonly modelRuns: number;
}

const start = 1_700_000_000_000;

export function stateStoreContract(name: string, { open, modelRuns }: StoreUnderTest): void {
  describe(`${name} keeps the contract of StateStore`, () => {
    let now = start;
    const context = useStore(open, () => now);
    const { fresh, item, written } = context;
    let store: StateStore;
    beforeAll(() => {
      store = context.store();
    });

    describe('get', () => {
      it('answers in the order of the keys, undefined where there is no item, twice for a key named twice', async () => {
        const partition = fresh();
        await store.put([item(partition, 'a'), item(partition, 'b')]);
        const keys = ['b', 'none', 'a', 'b'].map((sort): Key => ({ partition, sort }));
        const found = await store.get(keys);
        expect(found.map((each) => each?.value)).toEqual([
          { sort: 'b' },
          undefined,
          { sort: 'a' },
          { sort: 'b' },
        ]);
        expect(found[0]).toEqual({ ...item(partition, 'b'), version: expect.any(String) });
        expect(await store.get([])).toEqual([]);
      });

      it('tells keys apart whose parts join to the same text', async () => {
        const partition = fresh();
        await store.put([item(partition, 'bc', { of: 1 }), item(`${partition}b`, 'c', { of: 2 })]);
        expect((await written(partition, 'bc')).value).toEqual({ of: 1 });
        expect((await written(`${partition}b`, 'c')).value).toEqual({ of: 2 });
      });
    });

    describe('range', () => {
      it('gives what lies between two sort keys, both included, of this partition alone', async () => {
        const partition = fresh();
        await store.put(['a', 'b', 'b1', 'c', 'd'].map((sort) => item(partition, sort)));
        await store.put([item(fresh(), 'b')]);
        const sorts = async (from: string, to: string) =>
          (await store.range(partition, from, to)).map(({ key }) => key.sort);
        expect(await sorts('b', 'c')).toEqual(['b', 'b1', 'c']);
        expect(await sorts('b0', 'bz')).toEqual(['b1']);
        expect(await sorts('b', 'b')).toEqual(['b']);
        expect(await sorts('c', 'b')).toEqual([]);
        expect(await sorts('e', 'f')).toEqual([]);
        expect(await store.range(fresh(), 'a', 'z')).toEqual([]);
      });

      it('orders by UTF-8 bytes', async () => {
        const partition = fresh();
        const ordered = [
          '\u0000',
          '\u0001',
          ' ',
          '0',
          'A',
          'a',
          'a\u0000',
          'a\u0000b',
          'aa',
          'é',
          '\ud7ff',
          '\ue000',
          '\uffff',
          '😀',
          '\u{10ffff}',
        ];
        await store.put(ordered.toReversed().map((sort) => item(partition, sort)));
        const found = await store.range(partition, '\u0000', '\u{10ffff}');
        expect(found.map(({ key }) => key.sort)).toEqual(ordered);
        expect((await store.range(partition, '\ue000', '\uffff')).map(({ key }) => key.sort)).toEqual([
          '\ue000',
          '\uffff',
        ]);
      });

      it('goes on over 1 MB, where DynamoDB ends a page', async () => {
        const partition = fresh();
        const text = 'x'.repeat(150_000);
        const sorts = Array.from({ length: 20 }, (_, i) => String(i).padStart(2, '0'));
        await store.put(sorts.map((sort) => item(partition, sort, { text })));
        const found = await store.range(partition, '00', '99');
        expect(found.map(({ key }) => key.sort)).toEqual(sorts);
        expect(found.every(({ value }) => value.text === text)).toBe(true);
        expect(
          (await store.get(found.map(({ key }) => key))).every((each) => each?.value.text === text),
        ).toBe(true);
      });
    });

    describe('put', () => {
      it('takes no items', async () => {
        await expect(store.put([])).resolves.toBeUndefined();
      });

      it('replaces, and changes the version even if the value is the same', async () => {
        const partition = fresh();
        const versions = new Set<string>();
        for (const value of [{ a: 1 }, { a: 1 }, { a: 2 }]) {
          await store.put([item(partition, 'a', value)]);
          const found = await written(partition, 'a');
          expect(found.value).toEqual(value);
          versions.add(found.version);
        }
        expect(versions.size).toBe(3);
      });

      it('refuses two values for one key, and then writes neither', async () => {
        const partition = fresh();
        const twice = store.put([
          item(partition, 'a', { a: 1 }),
          item(partition, 'b'),
          item(partition, 'a', { a: 2 }),
        ]);
        await expect(twice).rejects.toThrow(/state item "partition \d+" \/ "a" occurs twice/);
        expect(await store.range(partition, 'a', 'z')).toEqual([]);
      });

      it('writes and reads a thousand items at once', async () => {
        const partition = fresh();
        const items = Array.from({ length: 1000 }, (_, i) => item(`${partition} ${i % 7}`, String(i), { i }));
        await store.put(items);
        const found = await store.get(items.map(({ key }) => key));
        expect(found.map((each) => each?.value.i)).toEqual(items.map((_, i) => i));
      });

      it('keeps what was written from changes to the object, and the object from changes to what was read', async () => {
        const partition = fresh();
        const value = { list: ['a'] };
        await store.put([item(partition, 'a', value)]);
        value.list.push('b');
        const found = await written(partition, 'a');
        (found.value.list as string[]).push('c');
        expect((await written(partition, 'a')).value).toEqual({ list: ['a'] });
      });
    });

    describe('putIf', () => {
      it('writes where there is no item, once', async () => {
        const partition = fresh();
        expect(await store.putIf(item(partition, 'a', { first: true }), undefined)).toBe(true);
        expect(await store.putIf(item(partition, 'a', { first: false }), undefined)).toBe(false);
        expect((await written(partition, 'a')).value).toEqual({ first: true });
      });

      it('writes over the version that was read, and over no other', async () => {
        const partition = fresh();
        await store.put([item(partition, 'a', { n: 1 })]);
        const first = await written(partition, 'a');
        expect(await store.putIf(item(partition, 'a', { n: 2 }), first.version)).toBe(true);
        expect(await store.putIf(item(partition, 'a', { n: 3 }), first.version)).toBe(false);
        const second = await written(partition, 'a');
        expect(second.value).toEqual({ n: 2 });
        await store.put([item(partition, 'a', { n: 4 })]);
        expect(await store.putIf(item(partition, 'a', { n: 5 }), second.version)).toBe(false);
        expect(await store.putIf(item(partition, 'none'), second.version)).toBe(false);
        expect(await store.get([{ partition, sort: 'none' }])).toEqual([undefined]);
      });

      it('lets exactly one of many racers win', async () => {
        const partition = fresh();
        const race = (expected: string | undefined) =>
          Promise.all(
            Array.from({ length: 50 }, (_, racer) => store.putIf(item(partition, 'a', { racer }), expected)),
          );
        for (let round = 0; round < 3; round++) {
          const [before] = await store.get([{ partition, sort: 'a' }]);
          const won = await race(before?.version);
          expect(won.filter(Boolean)).toHaveLength(1);
          expect((await written(partition, 'a')).value).toEqual({ racer: won.indexOf(true) });
        }
      });

      it('loses no increment of those who read and try again', async () => {
        const partition = fresh();
        const increment = async (): Promise<void> => {
          const [found] = await store.get([{ partition, sort: 'n' }]);
          const n = Number(found?.value.n ?? 0) + 1;
          if (!(await store.putIf(item(partition, 'n', { n }), found?.version))) await increment();
        };
        await Promise.all(Array.from({ length: 10 }, increment));
        expect((await written(partition, 'n')).value).toEqual({ n: 10 });
      });
    });

    describe('expiry', () => {
      it('is to the millisecond: from then on an item is absent everywhere', async () => {
        const partition = fresh();
        await store.put([item(partition, 'a', {}, now + 1500), item(partition, 'b', {}, now + 1501)]);
        const { version } = await written(partition, 'a');
        now += 1499;
        expect((await store.range(partition, 'a', 'z')).map(({ key }) => key.sort)).toEqual(['a', 'b']);
        expect(await store.putIf(item(partition, 'a'), undefined)).toBe(false);
        now += 1;
        expect(await store.get([{ partition, sort: 'a' }])).toEqual([undefined]);
        expect((await store.range(partition, 'a', 'z')).map(({ key }) => key.sort)).toEqual(['b']);
        expect(await store.putIf(item(partition, 'a'), version)).toBe(false);
        expect(await store.putIf(item(partition, 'a', { again: true }), undefined)).toBe(true);
        expect((await written(partition, 'a')).value).toEqual({ again: true });
      });

      it('gives an item that comes again another version', async () => {
        const partition = fresh();
        await store.put([item(partition, 'a', {}, now + 1)]);
        const { version } = await written(partition, 'a');
        now += 1;
        await store.put([item(partition, 'a')]);
        expect(await store.putIf(item(partition, 'a', { stale: true }), version)).toBe(false);
      });

      it('may be in the past', async () => {
        const partition = fresh();
        await store.put([item(partition, 'a', {}, 0), item(partition, 'b', {}, now)]);
        expect(await store.range(partition, 'a', 'z')).toEqual([]);
      });

      it.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 0.5])('refuses %s', async (expiresAt) => {
        await expect(store.put([item(fresh(), 'a', {}, expiresAt)])).rejects.toThrow(/expiresAt is/);
      });
    });

    valueTests(context, modelRuns);
    limitTests(context);

    it('does as the model does, whatever is called', async () => {
      let at = start;
      const clock = { now: () => at, advance: (milliseconds: number) => (at += milliseconds) };
      const { store: modelled, close } = await open(clock.now);
      await runAgainstModel(modelled, clock, modelRuns);
      await close?.();
    });
  });
}
