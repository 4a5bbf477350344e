import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbStore } from '../../src/state/dynamodb.ts';
import type { Item } from '../../src/state/store.ts';
import { stateStoreContract } from '../contract/state-store.ts';
import { peer as chosen } from '../peer.ts';
import {
  type DynamodbPeer,
  type FaultyPeer,
  now,
  openFaulty,
  startDynamodb,
  startFaulty,
} from './dynamodb-peer.ts';
import { noise } from './noise.ts';

let peer: DynamodbPeer;
let faulty: FaultyPeer;

beforeAll(async () => {
  peer = await startDynamodb();
  faulty = await startFaulty(peer);
});
afterEach(() => {
  faulty.faults.length = 0;
  faulty.requests.length = 0;
});
afterAll(async () => {
  await faulty.close();
  await peer.close();
});
stateStoreContract('DynamoDB', {
  open: async (clock) => ({
    store: dynamodbStore({ table: await peer.createTable(), clock, client: peer.connection }),
  }),
  modelRuns: 40,
});

const item: Item = { key: { partition: 'p', sort: 'a' }, value: { n: 1 }, expiresAt: now + 86_400_000 };

const open = (concurrency?: number) => openFaulty(peer, faulty, concurrency);

describe('requests to DynamoDB', () => {
  // moto gives a batch of any size at once, so nothing follows there.
  it.skipIf(chosen === 'moto')('read with strong consistency, every time', async () => {
    const { store, table } = await open();
    const items = Array.from({ length: 8 }, (_, i) => ({
      ...item,
      key: { partition: 'p', sort: `${i}` },
      value: { text: noise(380_000) },
    }));
    await store.put(items);
    faulty.requests.length = 0;
    await store.range('p', '0', '9');
    await store.get(items.map(({ key }) => key));
    const [queries, gets] = [
      faulty.requests.filter(({ operation }) => operation === 'Query'),
      faulty.requests.filter(({ operation }) => operation === 'BatchGetItem'),
    ];
    // More than a page, and more than a batch may return: what follows must be consistent as well.
    expect(queries.length).toBeGreaterThan(1);
    expect(gets.length).toBeGreaterThan(1);
    for (const { body } of queries) expect(body).toMatchObject({ ConsistentRead: true });
    for (const { body } of gets)
      expect(body).toMatchObject({ RequestItems: { [table]: { ConsistentRead: true } } });
  });

  it('hold as much as DynamoDB takes, and no key twice', async () => {
    const { store, table } = await open();
    const items = Array.from({ length: 60 }, (_, i) => ({ ...item, key: { partition: 'p', sort: `${i}` } }));
    await store.put(items);
    await store.get([...items, ...items, ...items].map(({ key }) => key));
    expect(faulty.requests.map(({ operation }) => operation)).toEqual([
      'BatchWriteItem',
      'BatchWriteItem',
      'BatchWriteItem',
      'BatchGetItem',
    ]);
    const [, , last, get] = faulty.requests;
    expect(last?.body).toMatchObject({ RequestItems: { [table]: { length: 10 } } });
    expect(get?.body).toMatchObject({ RequestItems: { [table]: { Keys: { length: 60 } } } });
  });

  it('are at most so many at once', async () => {
    const { store } = await open(3);
    let [running, most] = [0, 0];
    for (let i = 0; i < 20; i++) {
      faulty.faults.push(async ({ forward }) => {
        most = Math.max(most, ++running);
        const answer = await forward();
        await new Promise((resolve) => setTimeout(resolve, 5));
        running--;
        return answer;
      });
    }
    await Promise.all(Array.from({ length: 20 }, (_, i) => store.range('p', `${i}`, '99')));
    expect(most).toBe(3);
  });

  it('write what the table is documented to hold', async () => {
    const { store, table } = await open();
    await store.put([{ ...item, expiresAt: now + 1 }]);
    expect(faulty.requests.map(({ body }) => body)).toEqual([
      {
        RequestItems: {
          [table]: [
            {
              PutRequest: {
                Item: {
                  pk: { S: 'p' },
                  sk: { S: 'a' },
                  data: { S: '{"n":1}' },
                  v: { N: '1' },
                  ver: { S: expect.stringMatching(/^[0-9a-f-]{36}$/) },
                  exp: { N: '1700000000001' },
                  ttl: { N: '1700000001' },
                },
              },
            },
          ],
        },
      },
    ]);
  });
});
