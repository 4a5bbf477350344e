/** The fault table of the design, row by row, each caused in a deployment and its outcome shown. */
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { bindingEvent, envelope, execEvent, ndjson, subscription } from '../functions/events.ts';
import { type Account, openAccount } from './account.ts';

let account: Account;
let takeAll: () => Promise<readonly Alert[]>;
beforeAll(async () => {
  account = await openAccount();
  takeAll = await account.subscribe('all');
});
afterAll(() => account?.close());
afterEach(() => account.reset());

const texts = (...events: readonly unknown[]): string[] => events.map((event) => JSON.stringify(event));
const logs = (...events: readonly JsonObject[]) => subscription(envelope(texts(...events)));
const ids = async () => (await takeAll()).map(({ event }) => event.id);
const metric = (lines: readonly Record<string, unknown>[], name: string) =>
  lines.filter((line) => '_aws' in line && !('cluster' in line) && name in line).map((line) => line[name]);

const snsDown = ({ operation }: { operation: string }) =>
  operation === 'PublishBatch' ? { status: 503, body: 'Service Unavailable' } : undefined;

/** Polls as Lambda does until the queue is empty or its messages are dead. */
async function pollUntilEmpty(queue: 'Retries' | 'ObjectQueue'): Promise<number> {
  for (let polls = 0; polls < 50; polls++) {
    const { messages } = await account.poll(queue);
    if (messages === 0) return polls;
  }
  throw new Error(`${queue} does not become empty`);
}

describe('a record is not JSON, or not an audit event', () => {
  it('is counted and logged, and the rest goes on', async () => {
    const records = ['{"kind":', '{"kind":"Pod"}', ...texts(bindingEvent())];
    expect(await account.deliverLogs(subscription(envelope(records)))).toHaveProperty('answer');
    expect(await takeAll()).toHaveLength(1);
    const lines = account.cloudwatch.lines();
    expect(metric(lines, 'UndecodableRecords')).toEqual([2]);
    expect(lines.filter(({ message }) => message === 'a record could not be decoded')).toMatchObject([
      { reason: 'not-json', position: '3819' },
      { reason: 'not-an-audit-event', position: '3820' },
    ]);
  });
});

describe('a record was cut at the size limit', () => {
  it('is matched by what is left of it, and the alert says so', async () => {
    const event = bindingEvent();
    const [whole = ''] = texts({ ...event, padding: 'x'.repeat(1000) });
    const cut = whole.slice(0, whole.indexOf('"padding"') + 20);
    await account.deliverLogs(subscription(envelope([cut])));
    expect(await takeAll()).toMatchObject([
      { rule: { name: 'Audit Event Cut' }, harrier: { partial: true, building_block: true } },
      { rule: { name: 'Cluster-Admin Bound' }, harrier: { partial: true, severity: 'high' } },
    ]);
    expect(metric(account.cloudwatch.lines(), 'PartialEvents')).toEqual([1]);
  });
});

describe('a payload inflates beyond a bound', () => {
  const bomb = () => gzipSync(Buffer.alloc(200 * 1024 * 1024, 'x'));

  it('of CloudWatch Logs, is refused and ends among the dead letters', async () => {
    const data = bomb().toString('base64');
    expect(await account.deliverLogs({ awslogs: { data } })).toMatchObject({
      error: {
        errorType: 'PoisonDeliveryError',
        errorMessage: expect.stringContaining('inflates to more than'),
      },
    });
    await pollUntilEmpty('Retries');
    expect(await account.peek('CloudwatchDeadLetters')).toMatchObject([
      expect.stringContaining('requestPayload'),
    ]);
  });

  it('of S3, is refused alone, and the good ones beside it are processed', async () => {
    await account.put('bomb', bomb());
    await account.put('good-1', gzipSync(ndjson(bindingEvent())));
    await account.put('good-2', gzipSync(ndjson(bindingEvent())));
    for (const key of ['good-1', 'bomb', 'good-2']) await account.tellOf(key);
    expect(await account.poll('ObjectQueue')).toEqual({ messages: 3, failed: 1 });
    expect(await takeAll()).toHaveLength(2);
    await pollUntilEmpty('ObjectQueue');
    expect(await account.peek('ObjectDeadLetters')).toMatchObject([expect.stringContaining('"bomb"')]);
    expect(await takeAll()).toEqual([]);
  });
});

describe('the same delivery twice, out of order, or late', () => {
  it('alerts once', async () => {
    const started = { ...execEvent(), stage: 'ResponseStarted' };
    const complete = { ...started, stage: 'ResponseComplete' };
    const first = logs(complete, bindingEvent());
    const second = logs(started);
    for (const payload of [second, first, second, first]) await account.deliverLogs(payload);
    // To another instance of the function, later.
    await account.cloudwatch.stop();
    await account.deliverLogs(first);
    expect(await takeAll()).toHaveLength(2);
  });

  it('at the same time to two instances: once, or twice with the same id', async () => {
    const other = await account.another();
    const payload = logs(bindingEvent());
    const results = await Promise.all([account.cloudwatch.invoke(payload), other.invoke(payload)]);
    for (const result of results) expect(result).toHaveProperty('answer');
    expect(new Set(await ids()).size).toBe(1);
  });
});

describe('a crash or a time-out', () => {
  it('before an alert is out: the retry sends it', async () => {
    const payload = logs(bindingEvent());
    account.aws.fault = ({ operation }) => (operation === 'PublishBatch' ? 'none' : undefined);
    expect(await account.cloudwatch.invoke(payload, { timeout: 1500 })).toMatchObject({
      error: { errorType: 'Sandbox.Timedout' },
    });
    expect(await ids()).toEqual([]);
    account.aws.fault = () => undefined;
    await account.deliverLogs(payload);
    expect(await ids()).toHaveLength(1);
  });

  it('after an alert is out and before that is recorded: the retry sends it again with the same id', async () => {
    const payload = logs(bindingEvent());
    account.dynamodb.fault = ({ operation }) => (operation === 'BatchWriteItem' ? 'none' : undefined);
    expect(await account.cloudwatch.invoke(payload, { timeout: 1500 })).toHaveProperty('error');
    const first = await ids();
    account.dynamodb.fault = () => undefined;
    await account.deliverLogs(payload);
    expect(first).toHaveLength(1);
    expect(await ids()).toEqual(first);
    await account.deliverLogs(payload);
    expect(await ids()).toEqual([]);
  });

  it('in the middle of an object: the retry gives what one clean run would have given', async () => {
    // More than are concluded from together, so that some are recorded before others are published.
    const count = 600;
    const events = Array.from({ length: 10 * count }, (_, i) =>
      i % 10 === 0 ? bindingEvent() : { ...execEvent(), verb: 'list' },
    );
    await account.put('middle', gzipSync(ndjson(...events)));
    await account.tellOf('middle');
    let recorded = false;
    account.dynamodb.fault = ({ operation }) => {
      recorded ||= operation === 'BatchWriteItem';
      return undefined;
    };
    account.aws.fault = ({ body }) => (recorded && body.includes('AlertTopic') ? 'none' : undefined);
    expect(await account.poll('ObjectQueue', { timeout: 5000 })).toEqual({ messages: 1, failed: 1 });
    const before = await ids();
    expect(before.length).toBeGreaterThan(0);
    expect(before.length).toBeLessThan(count);
    account.aws.fault = () => undefined;
    account.dynamodb.fault = () => undefined;
    expect(await account.poll('ObjectQueue')).toEqual({ messages: 1, failed: 0 });
    const after = await ids();
    expect(new Set([...before, ...after]).size).toBe(count);
    expect(before.filter((id) => after.includes(id))).toEqual([]);
  });
});

describe('SNS fails for a while', () => {
  it('and what failed comes back from the queue of retries when it works again', async () => {
    account.aws.fault = snsDown;
    expect(await account.deliverLogs(logs(bindingEvent()))).toMatchObject({
      error: { errorType: 'PublishError' },
    });
    expect(await account.poll('Retries')).toEqual({ messages: 1, failed: 1 });
    account.aws.fault = () => undefined;
    expect(await account.poll('Retries')).toEqual({ messages: 1, failed: 0 });
    expect(await takeAll()).toHaveLength(1);
    expect(await account.peek('CloudwatchDeadLetters')).toEqual([]);
  });

  it('within one invocation, and nobody notices', async () => {
    let refused = 0;
    account.aws.fault = (request) => (refused++ < 2 ? snsDown(request) : undefined);
    expect(await account.deliverLogs(logs(bindingEvent()))).toHaveProperty('answer');
    expect(await takeAll()).toHaveLength(1);
  });

  it('for longer: dead letters, which alert once when they are redriven, however often', async () => {
    account.aws.fault = snsDown;
    const payload = logs(bindingEvent(), execEvent());
    await account.deliverLogs(payload);
    const polls = await pollUntilEmpty('Retries');
    expect(polls).toBe(10);
    const [letter = ''] = await account.peek('CloudwatchDeadLetters');
    account.aws.fault = () => undefined;
    expect(await account.redrive('CloudwatchDeadLetters', 'Retries')).toBe(1);
    expect(await account.poll('Retries')).toEqual({ messages: 1, failed: 0 });
    expect(await takeAll()).toHaveLength(2);
    // Once more, by mistake.
    await account.deliverLogs(JSON.parse(letter).requestPayload);
    expect(await takeAll()).toEqual([]);
  });

  it('while objects are processed: only those with alerts come back', async () => {
    account.aws.fault = snsDown;
    await account.put('quiet', gzipSync(ndjson({ ...execEvent(), verb: 'list' })));
    await account.put('loud', gzipSync(ndjson(bindingEvent())));
    for (const key of ['quiet', 'loud']) await account.tellOf(key);
    expect(await account.poll('ObjectQueue')).toEqual({ messages: 2, failed: 1 });
    await pollUntilEmpty('ObjectQueue');
    account.aws.fault = () => undefined;
    expect(await account.redrive('ObjectDeadLetters', 'ObjectQueue')).toBe(1);
    expect(await account.poll('ObjectQueue')).toEqual({ messages: 1, failed: 0 });
    expect(await takeAll()).toHaveLength(1);
  });
});

describe('DynamoDB throttles', () => {
  const throttled = {
    status: 400,
    body: JSON.stringify({
      __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException',
      message: 'Rate exceeded',
    }),
  };

  it('for a while, and it is waited for', async () => {
    let refused = 0;
    account.dynamodb.fault = () => (refused++ < 6 ? throttled : undefined);
    expect(await account.deliverLogs(logs(bindingEvent()))).toHaveProperty('answer');
    expect(refused).toBeGreaterThan(6);
    expect(await takeAll()).toHaveLength(1);
  });

  it('for longer, and the delivery fails, to be tried again', async () => {
    account.dynamodb.fault = () => throttled;
    expect(await account.cloudwatch.invoke(logs(bindingEvent()), { haste: 200 })).toMatchObject({
      error: {
        errorType: 'StateUnavailableError',
        errorMessage: expect.stringContaining('ThrottlingException'),
      },
    });
    expect(metric(account.cloudwatch.lines(), 'FailedDeliveries')).toEqual([1]);
  });
});

describe('an object is too large for one invocation', () => {
  it('and goes on in others, from where it was, until it is done', async () => {
    const events = Array.from({ length: 40_000 }, (_, i) =>
      i % 8000 === 0 ? bindingEvent() : { ...execEvent(), verb: 'list' },
    );
    await account.put('large', gzipSync(ndjson(...events)));
    await account.tellOf('large');
    account.s3.lines();
    let invocations = 0;
    while (invocations < 500) {
      const { messages, failed } = await account.poll('ObjectQueue', { looks: 100 });
      expect(failed).toBe(0);
      if (messages === 0) break;
      invocations++;
    }
    expect(invocations).toBeGreaterThan(1);
    expect(await takeAll()).toHaveLength(5);
    const lines = account.s3.lines();
    const counts = metric(lines, 'Events') as number[];
    expect(counts.reduce((sum, count) => sum + count)).toBe(40_000);
    expect(lines.filter((line) => 'ObjectsContinued' in line)).toHaveLength(invocations - 1);
  });
});
