import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  account,
  bucket,
  type Deployment,
  deploy,
  type Handler,
  type LogLine,
  watchLog,
} from './deployment.ts';
import {
  bindingEvent,
  envelope,
  eventBridge,
  execEvent,
  fromQueue,
  fromSns,
  inSns,
  ndjson,
  notification,
  s3Record,
  testEvent,
} from './events.ts';

let harrier: Deployment;
let handler: Handler;
let log: LogLine[];
beforeAll(async () => {
  harrier = await deploy();
  handler = await harrier.load('s3', { HARRIER_CLUSTER: 'green', HARRIER_MAX_INFLATED_BYTES: '1000000' });
});
afterAll(() => harrier.stop());
beforeEach(async () => {
  await Promise.all([harrier.severe(), harrier.all()]);
  log = watchLog();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const key = 'eks/2026/03/01/10/events.ndjson.gz';
const putBinding = (at = key): Promise<void> => harrier.put(at, gzipSync(ndjson(bindingEvent())));

describe('an object is written, and told of', () => {
  it.each([
    ['directly', () => notification(key)],
    ['by EventBridge', () => eventBridge(key)],
    ['by SNS', () => fromSns(notification(key))],
    ['through a queue', () => fromQueue(notification(key))],
    ['by SNS through a queue', () => fromQueue(inSns(notification(key)))],
    ['by EventBridge through a queue', () => fromQueue(eventBridge(key))],
    ['by EventBridge and SNS through a queue', () => fromQueue(inSns(eventBridge(key)))],
  ])('%s: the queue that filters by severity has the alert', async (_, event) => {
    await harrier.put(key, gzipSync(ndjson(execEvent(), bindingEvent())));
    const payload = event();
    const answer = await handler(payload);
    expect(answer).toEqual(
      JSON.stringify(payload).includes('aws:sqs') ? { batchItemFailures: [] } : undefined,
    );
    expect(await harrier.severe()).toMatchObject([
      {
        orchestrator: { cluster: { name: 'green' } },
        cloud: { account: { id: account } },
        harrier: { severity: 'high', events: [{ source: `s3://${bucket}/${key}`, position: 2 }] },
      },
    ]);
    expect(await harrier.all()).toHaveLength(2);
    expect(log).toMatchObject([{ level: 'INFO', source: `s3://${bucket}/${key}`, events: 2, alerts: 2 }]);
  });

  it('as Firehose writes it: the cluster is that of the envelope', async () => {
    const glued = [envelope([JSON.stringify(bindingEvent())]), envelope([JSON.stringify(execEvent())])];
    await harrier.put(key, gzipSync(glued.map((one) => JSON.stringify(one)).join('')));
    await handler(notification(key));
    const clusters = (await harrier.all()).map(({ orchestrator }) => orchestrator);
    expect(clusters).toMatchObject([{ cluster: { name: 'blue' } }, { cluster: { name: 'blue' } }]);
  });

  it.each(['two words.ndjson', 'a+b.ndjson', 'a%2Bb.ndjson', 'år/日.ndjson', 'a&b=c?d.ndjson'])(
    'with the key %s',
    async (odd) => {
      await putBinding(odd);
      await handler(notification(odd));
      expect(await harrier.severe()).toMatchObject([
        { harrier: { events: [{ source: `s3://${bucket}/${odd}` }] } },
      ]);
      await putBinding(odd);
      await handler(eventBridge(odd));
      expect(await harrier.severe()).toHaveLength(1);
    },
  );

  it('several at once', async () => {
    await putBinding('one');
    await putBinding('two');
    await handler(notification('one', 'two'));
    expect(await harrier.severe()).toHaveLength(2);
  });

  it('empty', async () => {
    await harrier.put('empty', new Uint8Array());
    await handler(notification('empty'));
    expect(log).toMatchObject([{ level: 'INFO', events: 0 }]);
  });
});

describe('nothing is done', () => {
  it.each([
    ['for the test event of S3', testEvent],
    ['for the test event through a queue', fromQueue(testEvent)],
    ['for an object that was deleted', { Records: [s3Record(key, 'ObjectRemoved:Delete')] }],
    ['for an object that was deleted, by EventBridge', eventBridge(key, 'Object Deleted')],
  ])('%s', async (_, event) => {
    await handler(event);
    expect(log).toEqual([]);
  });

  it('for an object that is gone, but it is logged', async () => {
    await expect(handler(notification('gone'))).resolves.toBeUndefined();
    await expect(handler(fromQueue(notification('gone')))).resolves.toEqual({ batchItemFailures: [] });
    const gone = {
      level: 'WARN',
      message: 'the object is gone and is not looked for again',
      source: `s3://${bucket}/gone`,
    };
    expect(log).toMatchObject([gone, gone]);
  });
});

describe('what fails', () => {
  const bomb = (): Promise<void> => harrier.put('bomb', gzipSync('x'.repeat(2_000_000)));

  it('comes back to the queue alone', async () => {
    await bomb();
    await putBinding('one');
    await putBinding('two');
    const answer = await handler(fromQueue(notification('one'), notification('bomb'), notification('two')));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(await harrier.severe()).toHaveLength(2);
    expect(log.find(({ level }) => level === 'ERROR')).toMatchObject({
      messageId: 'm1',
      error: { name: 'PoisonDeliveryError', message: expect.stringContaining('inflate') },
    });
  });

  it.each([
    ['no JSON', 'hello'],
    ['another JSON', { hello: 'world' }],
    [
      'an event of another service',
      { 'detail-type': 'EC2 Instance State-change Notification', source: 'aws.ec2', detail: {} },
    ],
    [
      'a notification without a key',
      { Records: [{ eventName: 'ObjectCreated:Put', s3: { bucket: { name: bucket } } }] },
    ],
    [
      'a key in no URL encoding',
      {
        Records: [
          { eventName: 'ObjectCreated:Put', s3: { bucket: { name: bucket }, object: { key: '%zz' } } },
        ],
      },
    ],
  ])('comes back to the queue, and says what was found: %s', async (_, body) => {
    expect(await handler(fromQueue(body))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
    expect(log).toMatchObject([
      {
        level: 'ERROR',
        error: { name: 'NotificationError', message: expect.stringMatching(/^expected .+, found /) },
      },
    ]);
  });

  it('fails the invocation where there is no queue', async () => {
    await bomb();
    await expect(handler(notification('bomb'))).rejects.toThrow(/inflate/);
    await expect(handler(eventBridge('bomb'))).rejects.toThrow(/inflate/);
    await expect(handler(null)).rejects.toThrow(/expected a notification of S3/);
  });

  it('by publishing comes back as well, and is complete when it is delivered again', async () => {
    await putBinding('one');
    const missing = await harrier.load('s3', {
      HARRIER_ALERT_TOPIC_ARN: 'arn:aws:sns:eu-west-1:000000000000:missing',
    });
    expect(await missing(fromQueue(notification('one')))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm0' }],
    });
    expect(await harrier.severe()).toEqual([]);
    expect(await handler(fromQueue(notification('one')))).toEqual({ batchItemFailures: [] });
    expect(await harrier.severe()).toHaveLength(1);
  });

  it('by a bucket that is not there is not taken for an object that is gone', async () => {
    const elsewhere = JSON.parse(JSON.stringify(notification('one')).replaceAll(bucket, 'no-such-bucket'));
    await expect(handler(elsewhere)).rejects.toThrow(/bucket/i);
  });

  it('within a truncated object costs what was cut off', async () => {
    const whole = gzipSync(ndjson(bindingEvent(), ...Array.from({ length: 50 }, execEvent)));
    await harrier.put('cut', whole.subarray(0, whole.length - 20));
    await handler(notification('cut'));
    const names = (await harrier.severe()).map(({ rule }) => rule.name);
    expect(names).toEqual(['Cluster-Admin Bound', 'Audit Event Cut before Its Response']);
    expect(log.at(-1)).toMatchObject({ level: 'INFO', undecodable: { 'truncated-stream': 1 } });
  });
});

describe('an object that is too large for one invocation', () => {
  beforeAll(async () => {
    handler = await harrier.load('s3', { HARRIER_CLUSTER: 'green' });
  });

  const lines = Array.from({ length: 6000 }, (_, i) =>
    i % 1500 === 0 ? bindingEvent() : { ...execEvent(), verb: 'list' },
  );
  /** Runs out of time after the first batch. */
  const short = (): (() => number) => {
    let asked = 0;
    return () => (asked++ === 0 ? 300_000 : 1000);
  };

  it('goes on in others until it is done, and alerts once for each event', async () => {
    await harrier.put('large', gzipSync(ndjson(...lines)));
    let messages: readonly string[] = [JSON.stringify(notification('large'))];
    let invocations = 0;
    while (messages.length > 0 && invocations < 100) {
      invocations++;
      expect(await handler(fromQueue(...messages), short())).toEqual({ batchItemFailures: [] });
      messages = await harrier.sentOn();
    }
    expect(invocations).toBeGreaterThan(2);
    expect(await harrier.severe()).toHaveLength(4);
    const done = log.filter(({ message }) => message === 'a delivery was processed');
    expect(done.map(({ events }) => events as number).reduce((sum, events) => sum + events)).toBe(6000);
  });

  it('is done in one where there is time', async () => {
    await harrier.put('large', gzipSync(ndjson(...lines)));
    await handler(fromQueue(notification('large')));
    expect(await harrier.sentOn()).toEqual([]);
  });

  it('is not gone on with if another was written in its place', async () => {
    await harrier.put('large', gzipSync(ndjson(...lines)));
    await handler(fromQueue(notification('large')), short());
    const [message = ''] = await harrier.sentOn();
    await harrier.put('large', gzipSync(ndjson(bindingEvent())));
    await harrier.severe();
    expect(await handler(fromQueue(message))).toEqual({ batchItemFailures: [] });
    expect(log.at(-1)).toMatchObject({ level: 'WARN', message: expect.stringContaining('gone') });
    expect(await harrier.severe()).toEqual([]);
  });

  it('comes back to the queue if it cannot say where to go on', async () => {
    const without = await harrier.load('s3', {
      HARRIER_OBJECT_QUEUE_URL: `${new URL(harrier.objectQueueUrl).origin}/000000000000/missing`,
    });
    await harrier.put('large', gzipSync(ndjson(...lines)));
    expect(await without(fromQueue(notification('large')), short())).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm0' }],
    });
  });
});
