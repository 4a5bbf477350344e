/**
 * What is remembered between deliveries: the port. Everything Harrier remembers is an item under a key; what the
 * items mean is `correlate/`'s. Implementations: memory.ts, file.ts, dynamodb.ts, under one contract suite.
 */
import type { JsonObject } from '../schema/audit-event.ts';

/** Where an item is: well-formed Unicode. Items of one partition are ordered by `sort`, by UTF-8 bytes. */
export interface Key {
  /** At most 2,048 bytes, not empty. */
  readonly partition: string;
  /** At most 1,024 bytes, not empty. */
  readonly sort: string;
}

export interface Item {
  readonly key: Key;
  readonly value: JsonObject;
  /**
   * Epoch milliseconds. From then on the item counts as absent for every call, whether or not it has been removed, and
   * whatever its format.
   */
  readonly expiresAt: number;
}

/** An item as read, with what a conditional write is made against. */
export interface StoredItem extends Item {
  /** Changes with every write of the item. */
  readonly version: string;
}

/**
 * Every read is strongly consistent: it sees every write that was acknowledged before it began. All methods reject
 * with StateUnavailableError if the store cannot be reached or goes on throttling; the delivery then fails and is
 * redelivered.
 */
export interface StateStore {
  /** @returns in the order of the keys; undefined where there is no item */
  get(keys: readonly Key[]): Promise<readonly (StoredItem | undefined)[]>;
  /**
   * @param from the first sort key, `to` the last, both included
   * @returns all items of the partition between them, by sort key
   */
  range(partition: string, from: string, to: string): Promise<readonly StoredItem[]>;
  /**
   * Writes items, whatever was there. Not atomic over several: after a failure any of them may have been written.
   * @throws TypeError if two items have one key: which of them is meant cannot be known
   */
  put(items: readonly Item[]): Promise<void>;
  /**
   * Writes an item if nobody has written it since it was read.
   * @param expected the version read; undefined if there must be no item
   * @returns whether it was written; false also if it was, and somebody who read it has already replaced it, so that
   * the caller must read again and decide anew
   */
  putIf(item: Item, expected: string | undefined): Promise<boolean>;
}

/** The store cannot be used now; a later try may succeed. */
export class StateUnavailableError extends Error {
  override readonly name = 'StateUnavailableError';
}

/** An item is not what Harrier writes: of another version, or of a foreign shape. The message names its key. */
export class StateShapeError extends Error {
  override readonly name = 'StateShapeError';
}

/** An item does not fit: 400 KB is DynamoDB's limit. The message names its key and size. */
export class StateSizeError extends Error {
  override readonly name = 'StateSizeError';
}
