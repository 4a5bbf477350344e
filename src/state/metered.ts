/** Counts what a store's work costs in DynamoDB, whatever the store is. */
import { getBatchKeys, putBatchItems } from './dynamodb-item.ts';
import { encodeItem, itemBytes, keyId, packedData } from './item-format.ts';
import type { Item, StateStore, StoredItem } from './store.ts';

/** What has been used so far. */
export interface Usage {
  /** Requests to DynamoDB: batches and pages, not items. */
  readRequests: number;
  writeRequests: number;
  itemsRead: number;
  itemsWritten: number;
  /** Read and write request units of an on-demand table: what is paid for. */
  readUnits: number;
  writeUnits: number;
}

export interface MeteredStore extends StateStore {
  readonly usage: Readonly<Usage>;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/capacity-unit-calculations.html */
const readUnitBytes = 4096;
const writeUnitBytes = 1024;
const pageBytes = 1024 * 1024;

/**
 * @returns a store that does what the given one does and counts. The numbers are DynamoDB's except where only it
 * could know: an expired item that has not been removed yet is read as an absent one here and by its size there; an
 * overwritten item costs the larger of the two sizes there and the new one here. Calls that fail are not counted.
 */
export function meteredStore(store: StateStore): MeteredStore {
  const usage: Usage = {
    readRequests: 0,
    writeRequests: 0,
    itemsRead: 0,
    itemsWritten: 0,
    readUnits: 0,
    writeUnits: 0,
  };

  function countWritten(items: readonly Item[], batch: number): void {
    usage.writeRequests += Math.ceil(items.length / batch);
    usage.itemsWritten += items.length;
    for (const item of items) usage.writeUnits += Math.ceil(bytesOf(item) / writeUnitBytes);
  }

  return {
    usage,

    async get(keys) {
      const found = await store.get(keys);
      const distinct = new Map(keys.map((key, i) => [keyId(key), found[i]]));
      usage.readRequests += Math.ceil(distinct.size / getBatchKeys);
      // A batch rounds up each item; looking in vain costs one unit.
      for (const item of distinct.values()) {
        usage.readUnits += item === undefined ? 1 : Math.ceil(bytesOf(item) / readUnitBytes);
        if (item !== undefined) usage.itemsRead++;
      }
      return found;
    },

    async range(partition, from, to) {
      const found = await store.range(partition, from, to);
      const bytes = sizeOf(found);
      usage.readRequests += Math.floor(bytes / pageBytes) + 1;
      usage.readUnits += Math.max(1, Math.ceil(bytes / readUnitBytes));
      usage.itemsRead += found.length;
      return found;
    },

    async put(items) {
      await store.put(items);
      countWritten(items, putBatchItems);
    },

    async putIf(item, expected) {
      const written = await store.putIf(item, expected);
      // A write whose condition fails is paid for as well.
      countWritten([item], 1);
      if (!written) usage.itemsWritten--;
      return written;
    },
  };
}

function bytesOf(item: Item): number {
  const encoded = encodeItem(item);
  return itemBytes(encoded, packedData(encoded));
}

function sizeOf(items: readonly StoredItem[]): number {
  return items.reduce((sum, item) => sum + bytesOf(item), 0);
}
