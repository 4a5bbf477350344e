import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbStore } from '../../src/state/dynamodb.ts';
import { type Item, StateUnavailableError } from '../../src/state/store.ts';
import {
  type DynamodbPeer,
  type Fault,
  type FaultyPeer,
  now,
  openFaulty,
  startDynamodb,
  startFaulty,
  waitingIn,
} from './dynamodb-peer.ts';

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

const key = { partition: 'p', sort: 'a' };
const item: Item = { key, value: { n: 1 }, expiresAt: now + 86_400_000 };

const open = (concurrency?: number) => openFaulty(peer, faulty, concurrency);

function refuse(status: number, type: string): Fault {
  const body = JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'so it is' });
  return async () => ({ status, body });
}

const lose: Fault = async ({ forward }) => {
  await forward();
  return 'disconnect';
};

function operations(): readonly string[] {
  return faulty.requests.map(({ operation }) => operation);
}

describe('what DynamoDB refuses for the moment', () => {
  const passing: readonly [status: number, type: string][] = [
    [400, 'ProvisionedThroughputExceededException'],
    [400, 'ThrottlingException'],
    [400, 'RequestLimitExceeded'],
    [500, 'InternalServerError'],
    [503, 'ServiceUnavailable'],
  ];

  it('is tried again, with waits whose ceiling doubles', async () => {
    const { store, waits } = await open();
    for (const [status, type] of [...passing, ...passing]) faulty.faults.push(refuse(status, type));
    await store.put([item]);
    expect(waits).toEqual([25, 50, 100, 200, 400, 800, 1000, 1000, 1000, 1000]);
    expect(await store.get([key])).toMatchObject([{ value: { n: 1 } }]);
  });

  it.each(['get', 'range', 'put', 'putIf'] as const)('is tried again by %s', async (method) => {
    const { store } = await open();
    faulty.faults.push(...passing.map(([status, type]) => refuse(status, type)), async () => 'disconnect');
    const calls = {
      get: () => store.get([key]),
      range: () => store.range('p', 'a', 'b'),
      put: () => store.put([item]),
      putIf: () => store.putIf(item, undefined),
    };
    await calls[method]();
    expect(operations()).toHaveLength(7);
  });

  it('fails the call in the end, with what DynamoDB said last', async () => {
    const { store, table, waits } = await open();
    for (let i = 0; i < 100; i++) faulty.faults.push(refuse(400, 'ThrottlingException'));
    const error = await store.put([item]).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(StateUnavailableError);
    expect(error).toMatchObject({
      message: `DynamoDB BatchWriteItem on table ${table} failed (tries: ${waits.length + 1}): ThrottlingException: so it is`,
      cause: { name: 'ThrottlingException' },
    });
    expect(waits.reduce((sum, wait) => sum + wait)).toBeLessThanOrEqual(15_000);
    expect(waits.reduce((sum, wait) => sum + wait)).toBeGreaterThan(13_000);
  });

  it('includes an answer that does not come', async () => {
    const table = await peer.createTable();
    const requestHandler = { requestTimeout: 100, throwOnRequestTimeout: true };
    const client = { ...faulty.connection, requestHandler };
    const store = dynamodbStore({ table, clock: () => now, client, waiting: waitingIn([]) });
    faulty.faults.push(() => new Promise(() => {}));
    expect(await store.get([key])).toEqual([undefined]);
    expect(faulty.requests.length).toBeGreaterThan(1);
  });

  it('includes an answer that was cut off', async () => {
    const { store } = await open();
    await store.put([item]);
    faulty.faults.push(async ({ forward }) => {
      const { status, body } = await forward();
      return { status, body: body.slice(0, body.length / 2) };
    });
    expect(await store.get([key])).toMatchObject([{ value: { n: 1 } }]);
    expect(operations()).toEqual(['BatchWriteItem', 'BatchGetItem', 'BatchGetItem']);
  });
});

describe('what will not pass', () => {
  it.each([
    [400, 'AccessDeniedException'],
    [400, 'ResourceNotFoundException'],
    [400, 'ValidationException'],
    [400, 'UnrecognizedClientException'],
  ])('is not tried again: %s %s', async (status, type) => {
    const { store, waits } = await open();
    faulty.faults.push(refuse(status, type));
    const failing = store.get([key]);
    await expect(failing).rejects.toThrow(StateUnavailableError);
    await expect(failing).rejects.toThrow(`(tries: 1): ${type}: so it is`);
    expect(waits).toEqual([]);
  });

  it('ends a call without beginning the rest of it', async () => {
    const { store } = await open(2);
    for (let i = 0; i < 2; i++) faulty.faults.push(refuse(400, 'AccessDeniedException'));
    const items = Array.from({ length: 1000 }, (_, i) => ({
      ...item,
      key: { partition: 'p', sort: `${i}` },
    }));
    await expect(store.put(items)).rejects.toThrow(/AccessDenied/);
    expect(faulty.requests.length).toBeLessThanOrEqual(3);
  });

  it('includes nobody listening, after trying for a while', async () => {
    const waits: number[] = [];
    const client = { ...peer.connection, endpoint: 'http://127.0.0.1:1' };
    const store = dynamodbStore({ table: 'state', clock: () => now, client, waiting: waitingIn(waits) });
    await expect(store.get([key])).rejects.toThrow(/ECONNREFUSED/);
    expect(waits.length).toBeGreaterThan(5);
  });
});

describe('what DynamoDB leaves undone of a batch', () => {
  interface Batch {
    readonly RequestItems: Record<string, never>;
  }

  /** Lets the first of the batch through, and says of the rest that it was not processed. */
  const onlyOne: Fault = async ({ operation, body, forward }) => {
    const [[table, request]] = Object.entries((body as never as Batch).RequestItems) as unknown as [
      [string, unknown[] & { Keys: unknown[] }],
    ];
    const write = operation === 'BatchWriteItem';
    const [first, ...rest] = write ? request : request.Keys;
    const part = (some: unknown[]) => ({ [table]: write ? some : { ...request, Keys: some } });
    const answer = await forward({ RequestItems: part([first]) });
    const left = rest.length === 0 ? {} : part(rest);
    return {
      status: answer.status,
      body: JSON.stringify({
        ...JSON.parse(answer.body),
        [write ? 'UnprocessedItems' : 'UnprocessedKeys']: left,
      }),
    };
  };

  const none: Fault = async ({ operation, body }) => ({
    status: 200,
    body: JSON.stringify({
      [operation === 'BatchWriteItem' ? 'UnprocessedItems' : 'UnprocessedKeys']: (body as never as Batch)
        .RequestItems,
    }),
  });

  const items = Array.from({ length: 6 }, (_, i) => ({
    ...item,
    key: { partition: 'p', sort: `${i}` },
    value: { i },
  }));
  const keys = items.map(({ key }) => key);

  it('is sent again until nothing is left', async () => {
    const { store, waits } = await open();
    faulty.faults.push(none, none, ...items.map(() => onlyOne));
    await store.put(items);
    // The wait grows while nothing is done, and is short again after progress.
    expect(waits).toEqual([25, 50, 100, 25, 25, 25, 25]);
    faulty.faults.push(none, ...items.map(() => onlyOne));
    const found = await store.get(keys);
    expect(found.map((each) => each?.value.i)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(
      faulty.requests.every(
        ({ operation, body }) =>
          operation !== 'BatchGetItem' || JSON.stringify(body).includes('"ConsistentRead":true'),
      ),
    ).toBe(true);
  });

  it('fails the call in the end', async () => {
    const { store } = await open();
    for (let i = 0; i < 200; i++) faulty.faults.push(none);
    await expect(store.put(items)).rejects.toThrow(/a part of the batch is left each time/);
    faulty.faults.length = 0;
    for (let i = 0; i < 200; i++) faulty.faults.push(none);
    await expect(store.get(keys)).rejects.toThrow(StateUnavailableError);
  });
});

describe('an answer that is lost', () => {
  it('does not make a conditional write that was done look refused', async () => {
    const { store } = await open();
    faulty.faults.push(lose);
    expect(await store.putIf(item, undefined)).toBe(true);
    expect(operations()).toEqual(['PutItem', 'PutItem', 'BatchGetItem']);
    const [found] = await store.get([key]);
    faulty.faults.push(lose, lose, refuse(500, 'InternalServerError'));
    expect(await store.putIf({ ...item, value: { n: 2 } }, found?.version)).toBe(true);
    expect(await store.get([key])).toMatchObject([{ value: { n: 2 } }]);
  });

  it('does not make a conditional write that was refused look done', async () => {
    const { store } = await open();
    await store.put([{ ...item, value: { n: 'other' } }]);
    faulty.faults.push(lose);
    expect(await store.putIf(item, undefined)).toBe(false);
    expect(await store.get([key])).toMatchObject([{ value: { n: 'other' } }]);
  });

  it('leaves one winner among racers who all lose their first answers', async () => {
    const { store } = await open();
    for (let i = 0; i < 20; i++) faulty.faults.push(lose);
    const won = await Promise.all(
      Array.from({ length: 20 }, (_, racer) => store.putIf({ ...item, value: { racer } }, undefined)),
    );
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await store.get([key])).toMatchObject([{ value: { racer: won.indexOf(true) } }]);
  });

  it('reads as refused if another has replaced what was written', async () => {
    const { store } = await open();
    faulty.faults.push(async ({ forward }) => {
      await forward();
      const [found] = await store.get([key]);
      await store.putIf({ ...item, value: { n: 'next' } }, found?.version);
      return 'disconnect';
    });
    expect(await store.putIf(item, undefined)).toBe(false);
    expect(await store.get([key])).toMatchObject([{ value: { n: 'next' } }]);
  });
});
