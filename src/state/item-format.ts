/** What an item is outside the process: its value as JSON text, with the limits that all stores share. */
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { JsonObject } from '../schema/audit-event.ts';
import { type Item, type Key, StateShapeError, StateSizeError, type StoredItem } from './store.ts';

/** The version of the item format. An item of another version is refused: its meaning is not known. */
export const formatVersion = 1;

/**
 * DynamoDB's limits, which every store keeps to, so that a replay refuses what Lambda would.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
export const maxItemBytes = 400 * 1024;
export const maxPartitionBytes = 2048;
export const maxSortBytes = 1024;

/** An item that may be written: checked, its value as text. */
export interface EncodedItem {
  readonly key: Key;
  readonly data: string;
  readonly expiresAt: number;
}

/**
 * Checks an item and writes its value as JSON. Every JSON value comes back as it was, except that -0 becomes 0; a
 * lone surrogate becomes an escape (https://github.com/tc39/proposal-well-formed-stringify).
 * @throws StateSizeError if the item or its key is larger than DynamoDB allows, or nests too deeply to be written
 * @throws TypeError for a key that is empty or not well-formed Unicode, and for an `expiresAt` that is no time
 */
export function encodeItem({ key, value, expiresAt }: Item): EncodedItem {
  checkKey(key);
  if (!Number.isSafeInteger(expiresAt) || expiresAt < 0) {
    throw new TypeError(`${describeKey(key)}: expiresAt is ${expiresAt}, but must be epoch milliseconds`);
  }
  const encoded = { key, data: stringify(key, value), expiresAt };
  const bytes = itemBytes(encoded);
  if (bytes > maxItemBytes) {
    throw new StateSizeError(`${describeKey(key)} takes ${bytes} bytes; DynamoDB allows ${maxItemBytes}`);
  }
  return encoded;
}

function stringify(key: Key, value: JsonObject): string {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new StateSizeError(`${describeKey(key)} nests too deeply to be written as JSON`, { cause });
  }
}

/**
 * Where items are paid for by their size, values from so many bytes of JSON on are compressed. Below, it would mostly save
 * no kilobyte.
 */
const packedFrom = 1024;
/** Far more than any item holds. */
const mostUnpacked = 16 * 1024 * 1024;
const brotli = {
  params: {
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_QUALITY]: 6,
  },
};

/** @returns the value compressed, where that is smaller */
export function packedData({ data }: EncodedItem): Uint8Array | undefined {
  const bytes = Buffer.byteLength(data);
  if (bytes < packedFrom) return undefined;
  const packed = brotliCompressSync(data, brotli);
  return packed.length < bytes ? packed : undefined;
}

/** @returns the value as text; undefined if it is none that `packedData` gives */
export function unpackedData(packed: Uint8Array): string | undefined {
  try {
    return brotliDecompressSync(packed, { maxOutputLength: mostUnpacked }).toString();
  } catch {
    return undefined;
  }
}

/** An item as a store holds it; `unknown` where somebody else may have written it. */
export interface RawItem {
  readonly key: Key;
  readonly format: unknown;
  readonly data: unknown;
  readonly version: unknown;
  readonly expiresAt: unknown;
}

/**
 * Reads an item. The time of expiry means the same in every format: what has expired is absent, whoever wrote it.
 * @param now epoch milliseconds
 * @returns undefined if the item has expired
 * @throws StateShapeError if the item is not one that this version of Harrier writes
 */
export function decodeItem(raw: RawItem, now: number): StoredItem | undefined {
  const { key, format, data, version, expiresAt } = raw;
  if (typeof expiresAt !== 'number' || !Number.isSafeInteger(expiresAt))
    throw foreign(key, 'no time of expiry');
  if (expiresAt <= now) return undefined;
  if (format !== formatVersion) {
    if (typeof format !== 'number') throw foreign(key, 'no format version');
    const remedy =
      format > formatVersion
        ? 'it was written by a newer Harrier: run that version, or use another table or file'
        : 'it was written by an older Harrier: delete it, or use another table or file';
    throw new StateShapeError(
      `${describeKey(key)} has the format version ${format}, but this Harrier reads ${formatVersion}; ${remedy}`,
    );
  }
  if (typeof version !== 'string') throw foreign(key, 'no version for conditional writes');
  return { key, value: parse(key, data), expiresAt, version };
}

function parse(key: Key, data: unknown): JsonObject {
  if (typeof data !== 'string') throw foreign(key, 'no data');
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch (cause) {
    throw foreign(key, 'data that is not JSON', { cause });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw foreign(key, 'data that is not a JSON object');
}

function foreign(key: Key, what: string, options?: ErrorOptions): StateShapeError {
  return new StateShapeError(
    `${describeKey(key)} has ${what}: Harrier did not write it; delete it, or use another table or file`,
    options,
  );
}

/**
 * @throws StateSizeError if a part is longer than DynamoDB allows
 * @throws TypeError if a part is empty, or holds a lone surrogate: UTF-8 has none, so two keys would become one
 */
export function checkKey({ partition, sort }: Key): void {
  checkPart('partition', partition, maxPartitionBytes);
  checkPart('sort', sort, maxSortBytes);
}

/** As `checkKey`, for what a range is asked for. */
export function checkRange(partition: string, from: string, to: string): void {
  checkKey({ partition, sort: from });
  checkPart('sort', to, maxSortBytes);
}

function checkPart(name: 'partition' | 'sort', text: string, limit: number): void {
  if (text === '') throw new TypeError(`a ${name} key is empty`);
  const shown = JSON.stringify(text.length <= 100 ? text : `${text.slice(0, 100)}…`);
  if (!text.isWellFormed()) throw new TypeError(`the ${name} key ${shown} holds a lone surrogate`);
  const bytes = Buffer.byteLength(text);
  if (bytes <= limit) return;
  throw new StateSizeError(`the ${name} key ${shown} takes ${bytes} bytes; DynamoDB allows ${limit}`);
}

/**
 * @throws TypeError if a key occurs twice: of two values for one key, one would be lost
 */
export function checkDistinct(items: readonly Item[]): void {
  const ids = new Set<string>();
  for (const { key } of items) {
    const id = keyId(key);
    if (ids.has(id)) throw new TypeError(`${describeKey(key)} occurs twice in one put`);
    ids.add(id);
  }
}

/** @returns a string that is the same for the same key only */
export function keyId({ partition, sort }: Key): string {
  return `${partition.length}:${partition}${sort}`;
}

function describeKey({ partition, sort }: Key): string {
  return `state item ${JSON.stringify(partition)} / ${JSON.stringify(sort)}`;
}

/** Names of the attributes in DynamoDB; names count as bytes, so they are short. */
const attributeNames = 'pk sk data v ver ttl exp'.replaceAll(' ', '').length;
const formatBytes = 2;
/** A random UUID. */
const versionBytes = 36;

/**
 * What DynamoDB counts of an item: names and values, text in UTF-8, a number by its digits.
 * @param packed the value as it is written, where it is compressed
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemBytes({ key, data, expiresAt }: EncodedItem, packed?: Uint8Array): number {
  return (
    attributeNames +
    Buffer.byteLength(key.partition) +
    Buffer.byteLength(key.sort) +
    (packed?.length ?? Buffer.byteLength(data)) +
    formatBytes +
    versionBytes +
    numberBytes(expiresAt) +
    numberBytes(ttlSeconds(expiresAt))
  );
}

/** A byte for two digits, counted from the decimal point and without zeros at the end, and one more. */
function numberBytes(value: number): number {
  const text = String(value);
  const pairs = text.length % 2 === 0 ? text : `0${text}`;
  return pairs.replace(/(?:00)+$/, '').length / 2 + 1;
}

/** @returns when DynamoDB may remove the item, in epoch seconds: not before it has expired */
export function ttlSeconds(expiresAt: number): number {
  return Math.ceil(expiresAt / 1000);
}
