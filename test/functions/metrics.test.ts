import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Deployment, deploy, type Handler, type Watched, watch } from './deployment.ts';
import { bindingEvent, envelope, execEvent, subscription } from './events.ts';

let harrier: Deployment;
let handler: Handler;
let watched: Watched;
beforeAll(async () => {
  harrier = await deploy();
  handler = await harrier.load('cloudwatch');
});
afterAll(() => harrier.stop());
beforeEach(() => {
  watched = watch();
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Metrics by their dimensions and name, as CloudWatch makes them of the lines. */
function measured(): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const line of watched.metrics) {
    for (const { Dimensions, Metrics, Namespace } of line._aws.CloudWatchMetrics) {
      for (const set of Dimensions) {
        const values = set.map((name) => `${name}=${String(line[name])}`).join(',');
        for (const { Name } of Metrics) found[`${Namespace}{${values}} ${Name}`] = line[Name];
      }
    }
  }
  return found;
}

const texts = (...events: readonly unknown[]): string[] => events.map((event) => JSON.stringify(event));

describe('a delivery is measured', () => {
  it('in all, by cluster and by severity', async () => {
    const messages = ['broken', ...texts(execEvent(), bindingEvent(), { ...bindingEvent(), verb: 'get' })];
    await handler(subscription(envelope(messages)));
    const all = 'Harrier{service=harrier-test}';
    expect(measured()).toMatchObject({
      [`${all} Records`]: 4,
      [`${all} Events`]: 3,
      [`${all} UndecodableRecords`]: 1,
      [`${all} PartialEvents`]: 0,
      [`${all} Matches`]: expect.any(Number),
      [`${all} RuleFailures`]: 0,
      [`${all} Alerts`]: 2,
      [`${all} StateReads`]: 1,
      [`${all} StateWrites`]: 1,
      [`${all} StateReadUnits`]: 2,
      [`${all} StateWriteUnits`]: 2,
      'Harrier{service=harrier-test,account=444455556666,cluster=blue} Events': 3,
      'Harrier{service=harrier-test,severity=high} Alerts': 1,
      'Harrier{service=harrier-test,severity=medium} Alerts': 1,
    });
    const published = watched.lines.filter(({ message }) => message === 'an alert was published');
    expect(published).toHaveLength(2);
    for (const { ruleName } of published) {
      expect(measured()).toHaveProperty([`Harrier{service=harrier-test,rule=${ruleName}} Alerts`], 1);
    }
  });

  it('with the time from the event to the alert, and from the newest event to now', async () => {
    const at = new Date(Date.now() - 90_000).toISOString().replace('Z', '000Z');
    const event = { ...bindingEvent(), requestReceivedTimestamp: at, stageTimestamp: at };
    await handler(subscription(envelope(texts(bindingEvent(), event))));
    const {
      'Harrier{service=harrier-test} EventLag': eventLag,
      'Harrier{service=harrier-test} AlertLag': alertLag,
    } = measured();
    expect(eventLag).toBeGreaterThanOrEqual(90_000);
    expect(eventLag).toBeLessThan(150_000);
    // Two alerts: one of them is of an event that is long past.
    expect(alertLag).toEqual([expect.any(Number), expect.any(Number)]);
    expect(Math.min(...(alertLag as number[]))).toBeLessThan(150_000);
    expect(Math.max(...(alertLag as number[]))).toBeGreaterThan(86_400_000);
  });

  it('by the newest event that is no mistake', async () => {
    const at = new Date(Date.now() - 90_000).toISOString().replace('Z', '000Z');
    const event = { ...bindingEvent(), requestReceivedTimestamp: at, stageTimestamp: at };
    const odd = { ...bindingEvent(), requestReceivedTimestamp: 'z', stageTimestamp: 'z' };
    const ahead = '2999-01-01T00:00:00.000000Z';
    const future = { ...bindingEvent(), requestReceivedTimestamp: ahead, stageTimestamp: ahead };
    await handler(subscription(envelope(texts(event, odd, future))));
    const { 'Harrier{service=harrier-test} EventLag': eventLag } = measured();
    expect(eventLag).toBeGreaterThanOrEqual(90_000);
    expect(eventLag).toBeLessThan(150_000);
  });

  it('though it fails: its events show that the cluster is not silent', async () => {
    const missing = await harrier.load('cloudwatch', {
      HARRIER_ALERT_TOPIC_ARN: 'arn:aws:sns:eu-west-1:000000000000:missing',
    });
    await expect(missing(subscription(envelope(texts(bindingEvent()))))).rejects.toThrow();
    expect(measured()).toMatchObject({
      'Harrier{service=harrier-test} FailedDeliveries': 1,
      'Harrier{service=harrier-test} Alerts': 0,
      'Harrier{service=harrier-test,account=444455556666,cluster=blue} Events': 1,
    });
  });

  it('with few metrics, however many clusters an object names', async () => {
    const many = Array.from({ length: 600 }, (_, index) => index);
    for (const index of many) {
      await handler(
        subscription(
          envelope(texts({ ...execEvent(), verb: 'list' }), { logGroup: `/aws/eks/c${index}/cluster` }),
        ),
      );
    }
    const clusters = new Set(watched.metrics.map(({ cluster }) => cluster).filter(Boolean));
    expect(clusters.size).toBeLessThanOrEqual(501);
    expect(clusters).toContain('(other)');
  });
});

it('every alert has a line in the log, to find it by', async () => {
  await handler(subscription(envelope(texts(bindingEvent()))));
  const [alert] = (await harrier.all()).slice(-1);
  const line = watched.lines.find(({ message }) => message === 'an alert was published');
  expect(line).toMatchObject({
    level: 'INFO',
    function_request_id: expect.stringMatching(/./),
    alertId: alert?.event.id,
    rule: alert?.rule.id,
    ruleName: alert?.rule.name,
    severity: 'high',
    cluster: 'blue',
    at: alert?.['@timestamp'],
  });
});
