/** Items as DynamoDB's attributes, and in batches that it takes. */
import type { AttributeValue, WriteRequest } from '@aws-sdk/client-dynamodb';
import {
  decodeItem,
  type EncodedItem,
  formatVersion,
  packedData,
  ttlSeconds,
  unpackedData,
} from './item-format.ts';
import type { Key, StoredItem } from './store.ts';

/** The version of items whose value is compressed. A Harrier that does not know it refuses them. */
export const packedVersion = 2;

export type Attributes = Record<string, AttributeValue>;

/** DynamoDB's limits: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
export const getBatchKeys = 100;
/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
export const putBatchItems = 25;
export const putBatchBytes = 16 * 1024 * 1024;

export function marshalKey({ partition, sort }: Key): Attributes {
  return { pk: { S: partition }, sk: { S: sort } };
}

export function marshal(item: EncodedItem, version: string): Attributes {
  const { key, data, expiresAt } = item;
  const packed = packedData(item);
  return {
    ...marshalKey(key),
    data: packed === undefined ? { S: data } : { B: packed },
    v: { N: String(packed === undefined ? formatVersion : packedVersion) },
    ver: { S: version },
    exp: { N: String(expiresAt) },
    ttl: { N: String(ttlSeconds(expiresAt)) },
  };
}

/**
 * @returns undefined if the item has expired
 * @throws StateShapeError if Harrier, in this version, did not write it
 */
export function unmarshal({ pk, sk, data, v, ver, exp }: Attributes, now: number): StoredItem | undefined {
  const key = { partition: pk?.S ?? '', sort: sk?.S ?? '' };
  const written = { key, version: ver?.S, expiresAt: numberOf(exp) };
  const format = numberOf(v);
  if (format === packedVersion && data?.B !== undefined)
    return decodeItem({ ...written, data: unpackedData(data.B), format: formatVersion }, now);
  return decodeItem({ ...written, data: data?.S, format }, now);
}

function numberOf(value: AttributeValue | undefined): number | undefined {
  return value?.N === undefined ? undefined : Number(value.N);
}

export function getBatches(keys: readonly Key[]): readonly Attributes[][] {
  const batches: Attributes[][] = [];
  for (let i = 0; i < keys.length; i += getBatchKeys) {
    batches.push(keys.slice(i, i + getBatchKeys).map(marshalKey));
  }
  return batches;
}

/** @param newVersion gives each item its version */
export function putBatches(
  items: readonly EncodedItem[],
  newVersion: () => string,
): readonly WriteRequest[][] {
  const batches: WriteRequest[][] = [];
  let batch: WriteRequest[] = [];
  let bytes = 0;
  for (const item of items) {
    const size = requestBytes(item);
    if (batch.length === 0 || batch.length === putBatchItems || bytes + size > putBatchBytes) {
      batch = [];
      batches.push(batch);
      bytes = 0;
    }
    batch.push({ PutRequest: { Item: marshal(item, newVersion()) } });
    bytes += size;
  }
  return batches;
}

/**
 * At most so many bytes in the body of a request. `data` is JSON text within JSON: its quotes and backslashes double,
 * other characters that need an escape are escaped in it already; compressed, it is base64 and smaller. In a key a control character takes six.
 */
function requestBytes({ key, data }: EncodedItem): number {
  return 2 * Buffer.byteLength(data) + 6 * Buffer.byteLength(key.partition + key.sort) + 500;
}
