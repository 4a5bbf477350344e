import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../src/decode/batch.ts';
import { decode } from '../../src/decode/decode.ts';

const event = { kind: 'Event', apiVersion: 'audit.k8s.io/v1', auditID: 'a-1', verb: 'get' };
const envelope = {
  messageType: 'DATA_MESSAGE',
  owner: '111122223333',
  logGroup: '/aws/eks/blue/cluster',
  logStream: 'kube-apiserver-audit-0123',
  subscriptionFilters: ['harrier'],
  logEvents: [{ id: '37', timestamp: 1, message: JSON.stringify(event) }],
};
const payload = (data: Buffer) => JSON.stringify({ awslogs: { data: data.toString('base64') } });

async function decoded(text: string): Promise<Batch> {
  const batches: Batch[] = [];
  for await (const batch of decode(Buffer.from(text), { source: 'file' })) batches.push(batch);
  return {
    events: batches.flatMap(({ events }) => events),
    undecodable: batches.flatMap(({ undecodable }) => undecodable),
    skipped: {},
  };
}

describe('a subscription payload kept in a file', () => {
  it('is opened, also beside others', async () => {
    const one = payload(gzipSync(JSON.stringify(envelope)));
    const { events, undecodable } = await decoded(`${one}\n${one}\n`);
    expect(undecodable).toEqual([]);
    expect(events.map(({ event: found, position }) => [found, position])).toEqual([
      [event, '37'],
      [event, '37'],
    ]);
    expect(events[0]?.origin).toMatchObject({ cluster: 'blue', account: '111122223333', source: 'file' });
  });

  it.each([
    ['no gzip', Buffer.from('plain')],
    ['no envelope', gzipSync('{"some":"json"}')],
    ['no JSON', gzipSync('text')],
  ])('that holds %s costs itself alone', async (_name, data) => {
    const { events, undecodable } = await decoded(`${payload(data)}\n${JSON.stringify(event)}\n`);
    expect(events.map(({ event: found }) => found)).toEqual([event]);
    expect(undecodable).toMatchObject([{ position: 1, reason: 'bad-compression' }]);
  });
});
