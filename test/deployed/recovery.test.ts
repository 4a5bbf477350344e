/** What failed for longer than Lambda tries comes back: by the queue of retries, and from the dead letters; once. */
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { bindingEvent, envelope, execEvent, ndjson, subscription } from '../functions/events.ts';
import { type Account, openAccount, type TopicName } from './account.ts';
import type { Fault, Passing } from './proxy.ts';

const topics = ['AlertTopic'] as const;

let account: Account;
const readers: Partial<Record<TopicName, () => Promise<readonly string[]>>> = {};
beforeAll(async () => {
  account = await openAccount();
  for (const topic of topics) readers[topic] = await account.read(topic, `all-of-${topic}`);
});
afterAll(() => account?.close());
afterEach(() => account.reset());

const logs = (...events: readonly JsonObject[]) =>
  subscription(envelope(events.map((event) => JSON.stringify(event))));

/** What came by each topic. */
const messages = () => Promise.all(topics.map(async (topic) => (await readers[topic]?.()) ?? []));
const arrived = async () => (await messages()).map(({ length }) => length);
const timeless = (message: string) => message.replaceAll(/"created":"[^"]+"/g, '');

/** Waits are short. */
const quickly = { haste: 200 };

const throttled: Fault = {
  status: 400,
  body: JSON.stringify({
    __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException',
    message: 'Rate exceeded',
  }),
};

const refuses =
  (topic: TopicName) =>
  ({ body }: Passing): Fault | undefined =>
    body.includes(`%3A${topic}&`) ? { status: 503, body: 'Service Unavailable' } : undefined;

async function untilDead(): Promise<void> {
  for (let messages = 1; messages > 0; ) ({ messages } = await account.poll('Retries', quickly));
}

describe('DynamoDB throttles for longer than Lambda tries', () => {
  it('and what failed comes back from the queue of retries when it no longer does', async () => {
    account.dynamodb.fault = () => throttled;
    expect(await account.deliverLogs(logs(bindingEvent()), quickly)).toMatchObject({
      error: { errorType: 'StateUnavailableError' },
    });
    expect(await account.poll('Retries', quickly)).toEqual({ messages: 1, failed: 1 });
    account.dynamodb.fault = () => undefined;
    expect(await account.poll('Retries')).toEqual({ messages: 1, failed: 0 });
    expect(await arrived()).toEqual([1]);
    expect(await account.poll('Retries')).toEqual({ messages: 0, failed: 0 });
  });

  it('and longer than the queue does: dead letters, which alert once when they are redriven', async () => {
    account.dynamodb.fault = () => throttled;
    const payload = logs(bindingEvent(), execEvent());
    await account.deliverLogs(payload, quickly);
    await untilDead();
    account.dynamodb.fault = () => undefined;
    expect(await account.redrive('CloudwatchDeadLetters', 'Retries')).toBe(1);
    expect(await account.poll('Retries')).toEqual({ messages: 1, failed: 0 });
    expect(await arrived()).toEqual([2]);
    // Once more, by mistake.
    await account.deliverLogs(payload);
    expect(await arrived()).toEqual([0]);
  });
});

describe.each(topics)('%s is refused', (topic) => {
  it('and its readers get the alert from the queue of retries, once', async () => {
    account.aws.fault = refuses(topic);
    const payload = logs(bindingEvent());
    expect(await account.deliverLogs(payload)).toMatchObject({ error: { errorType: 'PublishError' } });
    expect(await arrived()).toEqual(topics.map((each) => (each === topic ? 0 : 1)));
    account.aws.fault = () => undefined;
    expect(await account.poll('Retries')).toEqual({ messages: 1, failed: 0 });
    expect(await arrived()).toEqual(topics.map((each) => (each === topic ? 1 : 0)));
    await account.deliverLogs(payload);
    expect(await arrived()).toEqual([0]);
  });

  it('and by a process that was started anew they get it as well, the same', async () => {
    account.aws.fault = refuses(topic);
    await account.deliverLogs(logs(bindingEvent()));
    const early = await messages();
    account.aws.fault = () => undefined;
    await account.cloudwatch.stop();
    expect(await account.poll('Retries')).toEqual({ messages: 1, failed: 0 });
    const late = await messages();
    for (const [i, each] of topics.entries()) {
      expect(late[i], each).toHaveLength(1);
      // Apart from when it was made, it is the same each time.
      expect(new Set([...(early[i] ?? []), ...(late[i] ?? [])].map(timeless)).size, each).toBe(1);
    }
  });
});

it('a poison payload is counted with each try, and so is each message of it', async () => {
  const failures = () =>
    account.cloudwatch.lines().filter((line) => '_aws' in line && line.FailedDeliveries === 1).length;
  await account.deliverLogs({ awslogs: { data: 'not gzip' } });
  expect(failures()).toBe(3);
  await account.poll('Retries');
  expect(failures()).toBe(1);
});

it('an object that is another one when it would go on is left to its own notification', async () => {
  const quiet = Array.from({ length: 30_000 }, () => ({ ...execEvent(), verb: 'list' }));
  await account.put('changed', gzipSync(ndjson(...quiet)));
  await account.tellOf('changed');
  expect(await account.poll('ObjectQueue', { looks: 10 })).toEqual({ messages: 1, failed: 0 });
  const [continuation = ''] = await account.peek('ObjectQueue');
  expect(continuation).toContain('harrier.continuation');

  await account.put('changed', gzipSync(ndjson(...quiet, bindingEvent())));
  account.s3.lines();
  expect(await account.poll('ObjectQueue')).toEqual({ messages: 1, failed: 0 });
  expect(await account.poll('ObjectQueue')).toEqual({ messages: 0, failed: 0 });
  expect(await arrived()).toEqual([0]);
  const lines = account.s3.lines();
  expect(lines.filter((line) => line.ObjectsGone === 1)).toHaveLength(1);
  expect(lines.filter((line) => 'Events' in line)).toEqual([]);

  await account.tellOf('changed');
  expect(await account.poll('ObjectQueue')).toEqual({ messages: 1, failed: 0 });
  expect(await arrived()).toEqual([1]);
});
