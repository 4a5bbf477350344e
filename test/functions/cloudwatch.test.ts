import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { type Deployment, deploy, type Handler, type LogLine, watchLog } from './deployment.ts';
import { bindingEvent, envelope, execEvent, fromQueue, logGroup, subscription } from './events.ts';

let harrier: Deployment;
let handler: Handler;
let log: LogLine[];
beforeAll(async () => {
  harrier = await deploy();
  handler = await harrier.load('cloudwatch');
});
afterAll(() => harrier.stop());
beforeEach(async () => {
  await Promise.all([harrier.severe(), harrier.all()]);
  log = watchLog();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const texts = (...events: readonly unknown[]): string[] => events.map((event) => JSON.stringify(event));

describe('a subscription delivers', () => {
  it('audit events, and the queue that filters by severity has the severe alert', async () => {
    await handler(subscription(envelope(texts(execEvent(), bindingEvent()))));
    const [alert, ...more] = await harrier.severe();
    expect(more).toEqual([]);
    expect(alert).toMatchObject({
      event: { kind: 'signal' },
      orchestrator: { cluster: { name: 'blue' } },
      cloud: { account: { id: '444455556666' }, region: 'eu-west-1' },
      harrier: { severity: 'high', reason: expect.stringContaining('granting cluster-admin to mallory') },
    });
    expect((await harrier.all()).map(({ harrier: { severity } }) => severity).toSorted()).toEqual([
      'high',
      'medium',
    ]);
    expect(log).toEqual([
      expect.objectContaining({
        level: 'INFO',
        message: 'a delivery was processed',
        source: expect.stringContaining(logGroup),
        events: 2,
        alerts: 2,
      }),
    ]);
  });

  it('the two stages of one exec, in one delivery or in two, and there is one alert', async () => {
    const complete = execEvent();
    const started = { ...complete, stage: 'ResponseStarted' };
    await handler(subscription(envelope(texts(started, complete))));
    await handler(subscription(envelope(texts(complete))));
    expect(await harrier.all()).toHaveLength(1);
  });

  it('the same again to a function that was started anew, and there is one alert', async () => {
    const payload = subscription(envelope(texts(bindingEvent())));
    await handler(payload);
    const again = await harrier.load('cloudwatch');
    await again(payload);
    expect(await harrier.all()).toHaveLength(1);
  });

  it('a control message, which is passed over', async () => {
    await handler(
      subscription(envelope(['CWL CONTROL MESSAGE: Checking health'], { messageType: 'CONTROL_MESSAGE' })),
    );
    expect(log).toMatchObject([{ level: 'INFO', events: 0, skipped: { 'control-message': 1 } }]);
  });

  it('a stream of another component, which is passed over', async () => {
    await handler(
      subscription(envelope(texts(bindingEvent()), { logStream: 'authenticator-0123456789abcdef' })),
    );
    expect(await harrier.all()).toEqual([]);
    expect(log).toMatchObject([{ level: 'INFO', events: 0, skipped: { 'not-an-audit-stream': 1 } }]);
  });

  it('broken records, each logged without its content, and the others are matched', async () => {
    await handler(subscription(envelope(['{"password": hunter2}', ...texts(bindingEvent())])));
    expect(await harrier.severe()).toHaveLength(1);
    expect(log).toMatchObject([
      {
        level: 'WARN',
        message: 'a record could not be decoded',
        position: '3819',
        source: expect.stringContaining(logGroup),
      },
      { level: 'INFO', events: 1, alerts: 1 },
    ]);
    expect(JSON.stringify(log)).not.toContain('hunter2');
  });

  it('many broken records, and the log has ten of them and their number', async () => {
    await handler(subscription(envelope(Array.from({ length: 50 }, () => 'broken'))));
    expect(log.filter(({ level }) => level === 'WARN')).toHaveLength(10);
    expect(log.at(-1)).toMatchObject({ level: 'INFO', undecodable: { 'not-json': 50 } });
  });
});

describe('a delivery fails, so that Lambda tries again and then dead-letters it', () => {
  it.each([
    ['base64 of no gzip', { awslogs: { data: 'bm90IGd6aXA=' } }, /not base64 of gzip/],
    ['no envelope', subscription('[]'), /no envelope|not an envelope/],
  ])('of %s', async (_, payload, message) => {
    await expect(handler(payload)).rejects.toThrow(message);
  });

  it('that inflates beyond its bound', async () => {
    const bounded = await harrier.load('cloudwatch', { HARRIER_MAX_INFLATED_BYTES: '10000' });
    await expect(bounded(subscription(envelope(['x'.repeat(20_000)])))).rejects.toThrow(
      /inflates to more than/,
    );
  });

  it('whose alerts cannot be published', async () => {
    const missing = await harrier.load('cloudwatch', {
      HARRIER_ALERT_TOPIC_ARN: 'arn:aws:sns:eu-west-1:000000000000:missing',
    });
    await expect(missing(subscription(envelope(texts(bindingEvent()))))).rejects.toThrow(
      /1 alert could not be published/,
    );
  });
});

describe('a delivery that failed for good comes by the queue of retries', () => {
  /** As Lambda writes it to a destination for failures. */
  const record = (requestPayload: JsonObject): JsonObject => ({
    version: '1.0',
    timestamp: '2026-03-01T10:00:00.000Z',
    requestContext: {
      requestId: 'e4b46cbf-b738-xmpl-8880-a18cdf61200e',
      functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:harrier-production-cloudwatch:$LATEST',
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
    },
    requestPayload,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorMessage: '1 alert could not be published' },
  });

  it('and is processed as if it had come by itself, the one message that fails going back', async () => {
    const good = record(subscription(envelope(texts(bindingEvent()))));
    const poison = record({ awslogs: { data: 'bm90IGd6aXA=' } });
    const answer = await handler(fromQueue(good, poison, good));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(await harrier.severe()).toHaveLength(1);
  });

  it.each(['no JSON', '{}', 'null'])('but nothing else does: %s', async (body) => {
    expect(await handler(fromQueue(body))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
    expect(log).toMatchObject([
      {
        level: 'ERROR',
        error: { name: 'FailedInvocationError', message: expect.stringContaining('requestPayload') },
      },
    ]);
  });
});

it('does not start without a topic', async () => {
  await expect(harrier.load('cloudwatch', { HARRIER_ALERT_TOPIC_ARN: '' })).rejects.toThrow(
    'HARRIER_ALERT_TOPIC_ARN is not set',
  );
});
