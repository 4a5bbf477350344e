/** What the tests of a StateStore share: the store, and items to put into it. */
import { afterAll, beforeAll } from 'vitest';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import type { Item, StateStore, StoredItem } from '../../src/state/store.ts';

/** @returns a new, empty store with the given clock */
export type OpenStore = (
  clock: () => number,
) => Promise<{ readonly store: StateStore; close?(): Promise<void> | void }>;

export interface StoreContext {
  store(): StateStore;
  /** @returns a partition of its own for a test */
  fresh(): string;
  /** @returns an item; without a time of expiry it lasts a day */
  item(partition: string, sort: string, value?: JsonObject, expiresAt?: number): Item;
  /** @returns the item, which must be there */
  written(partition: string, sort: string): Promise<StoredItem>;
}

const day = 86_400_000;

/** Opens a store for the tests of the suite that this is called in. */
export function useStore(open: OpenStore, clock: () => number): StoreContext {
  let subject: Awaited<ReturnType<OpenStore>> | undefined;
  let partitions = 0;
  beforeAll(async () => {
    subject = await open(clock);
  });
  afterAll(async () => subject?.close?.());

  function store(): StateStore {
    if (subject === undefined) throw new Error('the store is not open yet');
    return subject.store;
  }

  return {
    store,
    fresh: () => `partition ${++partitions}`,
    item: (partition, sort, value = { sort }, expiresAt = clock() + day) => ({
      key: { partition, sort },
      value,
      expiresAt,
    }),
    async written(partition, sort) {
      const [found] = await store().get([{ partition, sort }]);
      if (found === undefined) throw new Error(`no item ${sort}`);
      return found;
    },
  };
}
