/**
 * State in DynamoDB. One table, on demand; partition key `pk` and sort key `sk`, both strings; TTL on `ttl`. Besides,
 * an item has `data` (the value as JSON), `v` (the version of the format), `ver` (what conditional writes compare)
 * and `exp` (when it expires, in epoch milliseconds).
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  type DynamoDBClientConfig,
  PutItemCommand,
  QueryCommand,
  type QueryCommandOutput,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { requestHandler } from '../aws-client.ts';
import { type Outcome, retry, type Waiting } from './backoff.ts';
import { compareUtf8 } from './byte-order.ts';
import { type Attributes, getBatches, marshal, putBatches, unmarshal } from './dynamodb-item.ts';
import { checkDistinct, checkKey, checkRange, encodeItem, keyId } from './item-format.ts';
import { forAll, limiter } from './parallel.ts';
import type { Item, Key, StateStore, StoredItem } from './store.ts';

export interface DynamodbOptions {
  /** The table's name or ARN. */
  readonly table: string;
  /** Epoch milliseconds; items expire by it, since DynamoDB removes them up to days late. */
  readonly clock: () => number;
  /** What the environment does not say: region, endpoint, credentials. */
  readonly client?: DynamoDBClientConfig;
  /** How many requests may be under way at once. */
  readonly concurrency?: number;
  /** For how long a request is tried again, in milliseconds; the last try may take some seconds more. */
  readonly patience?: number;
  /** @returns a string that was never returned before, in any process */
  readonly newVersion?: () => string;
  readonly waiting?: Waiting;
}

const realWaiting: Waiting = { elapsed: () => performance.now(), sleep: delay, random: Math.random };

/**
 * Needs `dynamodb:BatchGetItem`, `BatchWriteItem`, `PutItem` and `Query` on the table. The store alone tries again:
 * the SDK's retries are off, so that they do not multiply, and one bound of time holds for what DynamoDB refuses as a
 * whole and for what it leaves undone of a batch.
 */
export function dynamodbStore(options: DynamodbOptions): StateStore {
  const { table, clock, concurrency = 16, patience = 15_000, newVersion = randomUUID } = options;
  const client = new DynamoDBClient({ requestHandler, ...options.client, maxAttempts: 1 });
  const limit = limiter(concurrency);
  const policy = { ...realWaiting, ...options.waiting, patience };

  function untilDone<T>(operation: string, attempt: (tries: number) => Promise<Outcome<T>>): Promise<T> {
    return retry(`DynamoDB ${operation} on table ${table}`, policy, attempt);
  }

  function getBatch(keys: Attributes[]): Promise<Attributes[]> {
    const found: Attributes[] = [];
    let pending = keys;
    return untilDone('BatchGetItem', async () => {
      const request = { [table]: { Keys: pending, ConsistentRead: true } };
      const answer = await client.send(new BatchGetItemCommand({ RequestItems: request }));
      found.push(...Object.values(answer.Responses ?? {}).flat());
      const sent = pending.length;
      pending = Object.values(answer.UnprocessedKeys ?? {}).flatMap(({ Keys }) => Keys ?? []);
      return outcome(found, sent, pending.length);
    });
  }

  function putBatch(requests: WriteRequest[]): Promise<void> {
    let pending = requests;
    return untilDone('BatchWriteItem', async () => {
      const answer = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: pending } }));
      const sent = pending.length;
      pending = Object.values(answer.UnprocessedItems ?? {}).flat();
      return outcome(undefined, sent, pending.length);
    });
  }

  function queryPage(
    partition: string,
    from: string,
    to: string,
    after: Attributes | undefined,
  ): Promise<QueryCommandOutput> {
    const query = new QueryCommand({
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':pk': { S: partition }, ':from': { S: from }, ':to': { S: to } },
      ExclusiveStartKey: after,
    });
    return untilDone('Query', async () => ({ result: await client.send(query) }));
  }

  /** @returns whether the item was written; `unclear` if a try before the last one may have written it */
  function putItem(item: Attributes, expected: string | undefined): Promise<boolean | 'unclear'> {
    return untilDone<boolean | 'unclear'>('PutItem', async (tries) => {
      try {
        await client.send(
          new PutItemCommand({ TableName: table, Item: item, ...condition(expected, clock()) }),
        );
        return { result: true };
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return { result: tries > 1 && 'unclear' };
        throw error;
      }
    });
  }

  async function get(keys: readonly Key[]): Promise<readonly (StoredItem | undefined)[]> {
    keys.forEach(checkKey);
    const distinct = new Map(keys.map((key) => [keyId(key), key]));
    const found = await forAll(getBatches([...distinct.values()]), limit, getBatch);
    const now = clock();
    const items = new Map<string, StoredItem>();
    for (const attributes of found.flat()) {
      const item = unmarshal(attributes, now);
      if (item !== undefined) items.set(keyId(item.key), item);
    }
    return keys.map((key) => items.get(keyId(key)));
  }

  async function range(partition: string, from: string, to: string): Promise<readonly StoredItem[]> {
    checkRange(partition, from, to);
    // DynamoDB refuses bounds in the wrong order.
    if (compareUtf8(from, to) > 0) return [];
    const items: StoredItem[] = [];
    let after: Attributes | undefined;
    do {
      const page = await limit(() => queryPage(partition, from, to, after));
      const now = clock();
      for (const attributes of page.Items ?? []) {
        const item = unmarshal(attributes, now);
        if (item !== undefined) items.push(item);
      }
      after = page.LastEvaluatedKey;
    } while (after !== undefined);
    return items;
  }

  async function put(items: readonly Item[]): Promise<void> {
    const encoded = items.map(encodeItem);
    checkDistinct(items);
    await forAll(putBatches(encoded, newVersion), limit, putBatch);
  }

  async function putIf(item: Item, expected: string | undefined): Promise<boolean> {
    // One version for all tries: if the answer to a try was lost, the next finds what it wrote, and must know it.
    const version = newVersion();
    const attributes = marshal(encodeItem(item), version);
    const written = await limit(() => putItem(attributes, expected));
    if (written !== 'unclear') return written;
    const [current] = await get([item.key]);
    return current?.version === version;
  }

  return { get, range, put, putIf };
}

function outcome<T>(result: T, sent: number, left: number): Outcome<T> {
  return left === 0 ? { result } : { left: left < sent ? 'less' : 'as much' };
}

/** What has expired counts as absent, and not as the version that was read. */
function condition(expected: string | undefined, now: number) {
  const time = { ':now': { N: String(now) } };
  return expected === undefined
    ? {
        ConditionExpression: 'attribute_not_exists(pk) OR exp <= :now',
        ExpressionAttributeValues: time,
      }
    : {
        ConditionExpression: 'ver = :ver AND exp > :now',
        ExpressionAttributeValues: { ...time, ':ver': { S: expected } },
      };
}
