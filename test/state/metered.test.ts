import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbStore } from '../../src/state/dynamodb.ts';
import { memoryStore } from '../../src/state/memory.ts';
import { meteredStore } from '../../src/state/metered.ts';
import type { Item } from '../../src/state/store.ts';
import { stateStoreContract } from '../contract/state-store.ts';
import { type DynamodbPeer, type FaultyPeer, startDynamodb, startFaulty } from './dynamodb-peer.ts';
import { noise } from './noise.ts';

stateStoreContract('a metered store', {
  open: async (clock) => ({ store: meteredStore(memoryStore({ clock })) }),
  modelRuns: 100,
});

const clock = () => 1_700_000_000_000;

function item(sort: string, bytes: number): Item {
  return { key: { partition: 'p', sort }, value: { text: noise(bytes) }, expiresAt: 1_812_345_678_901 };
}

describe('what is counted', () => {
  it('is a unit for each KB written and each 4 KB read, of every item', async () => {
    const store = meteredStore(memoryStore({ clock }));
    await store.put([item('a', 100), item('b', 1200), item('c', 5500)]);
    expect(store.usage).toMatchObject({
      writeRequests: 1,
      itemsWritten: 3,
      writeUnits: 1 + 2 + 5,
      readUnits: 0,
    });
    await store.get(['a', 'b', 'c', 'c', 'none'].map((sort) => ({ partition: 'p', sort })));
    expect(store.usage).toMatchObject({ readRequests: 1, itemsRead: 3, readUnits: 1 + 1 + 2 + 1 });
  });

  it('is what is left of an item when it is compressed', async () => {
    const store = meteredStore(memoryStore({ clock }));
    await store.put([{ ...item('a', 1), value: { text: 'x'.repeat(50_000) } }]);
    await store.get([{ partition: 'p', sort: 'a' }]);
    expect(store.usage).toMatchObject({ writeUnits: 1, readUnits: 1 });
  });

  it('sums the bytes of a range, and charges for an empty one', async () => {
    const store = meteredStore(memoryStore({ clock }));
    await store.put(Array.from({ length: 30 }, (_, i) => item(String(i), 300)));
    expect(store.usage.writeRequests).toBe(2);
    await store.range('p', '0', '99');
    expect(store.usage).toMatchObject({ readRequests: 1, itemsRead: 30, readUnits: 3 });
    await store.range('none', '0', '99');
    expect(store.usage).toMatchObject({ readRequests: 2, readUnits: 4 });
  });

  it('is the try of a conditional write, not its success', async () => {
    const store = meteredStore(memoryStore({ clock }));
    await store.putIf(item('a', 2800), undefined);
    await store.putIf(item('a', 2800), undefined);
    expect(store.usage).toMatchObject({ writeRequests: 2, writeUnits: 6, itemsWritten: 1 });
  });
});

describe('beside DynamoDB', () => {
  let peer: DynamodbPeer;
  let faulty: FaultyPeer;
  beforeAll(async () => {
    peer = await startDynamodb();
    faulty = await startFaulty(peer);
  });
  afterAll(async () => {
    await faulty.close();
    await peer.close();
  });

  it('agrees with the capacity that DynamoDB says was consumed, and with the requests made', async () => {
    const table = await peer.createTable();
    const store = meteredStore(dynamodbStore({ table, clock, client: faulty.connection }));
    let units = 0;
    const weigh = async (work: () => Promise<unknown>, requests: number): Promise<void> => {
      faulty.requests.length = 0;
      for (let i = 0; i < requests; i++) {
        faulty.faults.push(async ({ body, forward }) => {
          const answer = await forward({ ...body, ReturnConsumedCapacity: 'TOTAL' });
          const consumed = [JSON.parse(answer.body).ConsumedCapacity].flat();
          units += consumed.reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
          return answer;
        });
      }
      await work();
      expect(faulty.requests).toHaveLength(requests);
    };
    const items = Array.from({ length: 60 }, (_, i) => item(`s${i}`, 37 * i));
    await weigh(() => store.put(items), 3);
    expect(store.usage).toMatchObject({ writeUnits: units, writeRequests: 3 });
    await weigh(() => store.putIf(item('other', 3000), undefined), 1);
    expect(store.usage).toMatchObject({ writeUnits: units, writeRequests: 4 });
    units = 0;
    await weigh(() => store.get(items.map(({ key }) => key)), 1);
    await weigh(() => store.range('p', 'a', 'z'), 1);
    expect(store.usage).toMatchObject({ readUnits: units, readRequests: 2 });
  });
});
