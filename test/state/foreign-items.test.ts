import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbStore } from '../../src/state/dynamodb.ts';
import { type Item, StateShapeError } from '../../src/state/store.ts';
import { type DynamodbPeer, now, startDynamodb } from './dynamodb-peer.ts';

let peer: DynamodbPeer;
beforeAll(async () => {
  peer = await startDynamodb();
});
afterAll(() => peer.close());

const key = { partition: 'p', sort: 'a' };
const item: Item = { key, value: { n: 1 }, expiresAt: now + 86_400_000 };

/** A store with one item, written by somebody. */
async function open(attributes: object) {
  const table = await peer.createTable();
  const client = new DynamoDBClient(peer.connection);
  const Item = { pk: { S: 'p' }, sk: { S: 'a' }, ...attributes };
  await client.send(new PutItemCommand({ TableName: table, Item }));
  client.destroy();
  return dynamodbStore({ table, clock: () => now, client: peer.connection });
}

describe('an item that Harrier did not write', () => {
  const good = {
    data: { S: '{}' },
    v: { N: '1' },
    ver: { S: 'x' },
    exp: { N: String(now + 1) },
  };
  const { data: _data, ...noData } = good;
  const { v: _v, ...noFormat } = good;
  const { ver: _ver, ...noVersion } = good;
  const { exp: _exp, ...noExpiry } = good;

  it.each([
    [
      'of a newer format',
      { ...good, v: { N: '2' } },
      'has the format version 2, but this Harrier reads 1; it was written by a newer Harrier',
    ],
    [
      'of an older format',
      { ...good, v: { N: '0' } },
      'has the format version 0, but this Harrier reads 1; it was written by an older Harrier',
    ],
    ['without a format', noFormat, 'has no format version: Harrier did not write it; delete it'],
    ['with a text as format', { ...good, v: { S: '1' } }, 'has no format version'],
    ['without data', noData, 'has no data'],
    ['with data that is no text', { ...good, data: { M: {} } }, 'has no data'],
    ['with data that is not JSON', { ...good, data: { S: '{' } }, 'has data that is not JSON:'],
    ['with an array', { ...good, data: { S: '[]' } }, 'has data that is not a JSON object'],
    ['with null', { ...good, data: { S: 'null' } }, 'has data that is not a JSON object'],
    ['with a text', { ...good, data: { S: '"x"' } }, 'has data that is not a JSON object'],
    ['without a version', noVersion, 'has no version for conditional writes'],
    ['without an expiry', noExpiry, 'has no time of expiry'],
    ['with a text as expiry', { ...good, exp: { S: '1' } }, 'has no time of expiry'],
  ])('%s is refused with its key', async (_, attributes, message) => {
    const store = await open(attributes);
    for (const read of [() => store.get([key]), () => store.range('p', 'a', 'b')]) {
      const reading = read();
      await expect(reading).rejects.toThrow(StateShapeError);
      await expect(reading).rejects.toThrow(`state item "p" / "a" ${message}`);
    }
    expect(await store.putIf(item, undefined)).toBe(false);
  });

  it('is absent once it has expired, in whatever format it is', async () => {
    const store = await open({ ...good, v: { N: '2' }, exp: { N: String(now) } });
    expect(await store.get([key])).toEqual([undefined]);
    expect(await store.putIf(item, undefined)).toBe(true);
  });
});
