/** State in memory, for tests and for runs that need not remember anything afterwards. */
import { compareUtf8 } from './byte-order.ts';
import { checkDistinct, checkKey, checkRange, decodeItem, encodeItem, formatVersion } from './item-format.ts';
import type { Item, Key, StateStore, StoredItem } from './store.ts';

interface Entry {
  readonly key: Key;
  /** The value as text: nobody who holds a value that was read or written can change what is remembered. */
  readonly data: string;
  readonly expiresAt: number;
  readonly version: string;
}

interface Partition {
  readonly entries: Map<string, Entry>;
  /** The sort keys of `entries`, in order. */
  sorts: string[];
}

/** @param options `clock` gives epoch milliseconds; items expire by it */
export function memoryStore({ clock }: { readonly clock: () => number }): StateStore {
  const partitions = new Map<string, Partition>();
  let writes = 0;
  let size = 0;
  let writesAtSweep = 0;

  function find({ partition, sort }: Key): Entry | undefined {
    return partitions.get(partition)?.entries.get(sort);
  }

  function read(entry: Entry | undefined): StoredItem | undefined {
    return entry && decodeItem({ ...entry, format: formatVersion }, clock());
  }

  function write({ key, data, expiresAt }: Omit<Entry, 'version'>): void {
    let partition = partitions.get(key.partition);
    if (partition === undefined) {
      partition = { entries: new Map(), sorts: [] };
      partitions.set(key.partition, partition);
    }
    if (!partition.entries.has(key.sort)) {
      partition.sorts.splice(lowerBound(partition.sorts, key.sort), 0, key.sort);
      size++;
    }
    writes++;
    partition.entries.set(key.sort, { key, data, expiresAt, version: String(writes) });
  }

  /** Removes what has expired whenever the store may have doubled, so that a write costs the same in the long run. */
  function sweep(): void {
    if (writes - writesAtSweep <= Math.max(size / 2, 1000)) return;
    writesAtSweep = writes;
    const now = clock();
    for (const [name, partition] of partitions) {
      for (const [sort, { expiresAt }] of partition.entries) {
        if (expiresAt <= now && partition.entries.delete(sort)) size--;
      }
      partition.sorts = partition.sorts.filter((sort) => partition.entries.has(sort));
      if (partition.sorts.length === 0) partitions.delete(name);
    }
  }

  return {
    async get(keys) {
      keys.forEach(checkKey);
      return keys.map((key) => read(find(key)));
    },

    async range(partition, from, to) {
      checkRange(partition, from, to);
      const found = partitions.get(partition);
      if (found === undefined) return [];
      const items: StoredItem[] = [];
      for (let i = lowerBound(found.sorts, from); i < found.sorts.length; i++) {
        const sort = found.sorts[i] as string;
        if (compareUtf8(sort, to) > 0) break;
        const item = read(found.entries.get(sort));
        if (item !== undefined) items.push(item);
      }
      return items;
    },

    async put(items) {
      const encoded = items.map(encodeItem);
      checkDistinct(items);
      encoded.forEach(write);
      sweep();
    },

    async putIf(item: Item, expected) {
      const encoded = encodeItem(item);
      const entry = find(item.key);
      const current = entry !== undefined && entry.expiresAt > clock() ? entry.version : undefined;
      if (current !== expected) return false;
      write(encoded);
      sweep();
      return true;
    },
  };
}

/** @returns the place of the first of the ordered keys that is not before `key` */
function lowerBound(sorts: readonly string[], key: string): number {
  let low = 0;
  let high = sorts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareUtf8(sorts[middle] as string, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
