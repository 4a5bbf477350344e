/** `harrier resend` end to end: events that are in the log group, to the packaged function and on to a subscriber. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { harrier } from '../cli/harrier.ts';
import { bindingEvent, envelope, execEvent, logGroup, subscription } from '../functions/events.ts';
import { type Aws, type LogEvent, nothing, startAws } from '../infra/preflight/aws.ts';
import { type Account, openAccount } from './account.ts';

const functionName = 'harrier-production-cloudwatch';
/** Whose credentials the command line has, as the stand-in sees them. */
const owner = '000000000000';
const start = Date.parse('2026-03-01T10:00:00Z');

let account: Account;
let aws: Aws;
let takeAll: () => Promise<readonly Alert[]>;
beforeAll(async () => {
  [account, aws] = await Promise.all([openAccount(), startAws()]);
  takeAll = await account.subscribe('all');
});
afterAll(async () => {
  await Promise.all([account?.close(), aws?.stop()]);
});
afterEach(() => account.reset());

/** The log group of cluster `blue`, and the function. */
function put(events: readonly LogEvent[]): void {
  const groups = { [logGroup]: { streams: [], filters: [], events } };
  const functions = { [functionName]: (payload: unknown) => account.cloudwatch.invoke(payload) };
  aws.account = { ...nothing, logGroups: groups, functions };
}

let ids = 0;
const logged = (event: JsonObject, stream = 'a'): LogEvent => ({
  eventId: `3819${ids}`,
  logStreamName: `kube-apiserver-audit-${stream}`,
  timestamp: start + ids++,
  message: JSON.stringify(event),
});

/** What the subscription brings of log events of one stream. */
const delivery = (events: readonly LogEvent[]) =>
  subscription({
    ...envelope([]),
    owner,
    logStream: events[0]?.logStreamName ?? '',
    logEvents: events.map(({ eventId, timestamp, message }) => ({ id: eventId, timestamp, message })),
  });

/** In one order, and without when they were made. */
const timeless = (alerts: readonly Alert[]) =>
  alerts
    .map(({ event: { created: _, ...event }, ...alert }) => ({ ...alert, event }))
    .toSorted((a, b) => a.event.id.localeCompare(b.event.id));

const resend = () =>
  harrier(
    ['resend', '--cluster', 'blue', '--from', '2026-03-01', '--to', '2026-03-02', '--function', functionName],
    {
      cwd: import.meta.dirname,
      env: {
        AWS_ENDPOINT_URL: aws.endpoint,
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
      },
    },
  );

it('does not alert on what the subscription brought', async () => {
  const events = [logged(bindingEvent()), logged(execEvent()), logged(execEvent())];
  put(events);
  await account.deliverLogs(delivery(events));
  expect(await takeAll()).toHaveLength(3);
  expect(await resend()).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('3 events of cluster blue'),
  });
  expect(await takeAll()).toEqual([]);
});

it('alerts once on what the subscription did not bring, as if it had', async () => {
  const [brought, ...missed] = [bindingEvent(), bindingEvent(), execEvent()].map((event) => logged(event));
  if (brought === undefined) throw new Error('there is one');
  const other = logged(execEvent(), 'b');
  put([brought, ...missed, other]);
  await account.deliverLogs(delivery([brought]));
  const [first] = await takeAll();
  expect(await resend()).toMatchObject({ code: 0 });
  const alerts = await takeAll();
  expect(alerts.map(({ harrier: { severity } }) => severity).toSorted()).toEqual([
    'high',
    'medium',
    'medium',
  ]);
  expect(first).toBeDefined();
  for (const alert of alerts) {
    expect(alert.cloud).toEqual(first?.cloud);
    expect(alert).toMatchObject({
      orchestrator: { cluster: { name: 'blue' } },
      cloud: { account: { id: owner }, region: 'eu-west-1' },
    });
  }
  expect(await resend()).toMatchObject({ code: 0 });
  expect(await takeAll()).toEqual([]);

  // The subscription is back, and brings what it had kept.
  await account.deliverLogs(delivery(missed));
  await account.deliverLogs(delivery([other]));
  expect(await takeAll()).toEqual([]);
});

it('makes the very alerts that the subscription would have made', async () => {
  const events = [logged(bindingEvent()), logged(execEvent())];
  put(events);
  await resend();
  const resent = await takeAll();
  const elsewhere = await openAccount();
  try {
    const take = await elsewhere.subscribe('all');
    await elsewhere.deliverLogs(delivery(events));
    expect(resent).toHaveLength(2);
    expect(timeless(resent)).toEqual(timeless(await take()));
  } finally {
    await elsewhere.close();
  }
});

it('tries again what the function fails on, and loses nothing', async () => {
  put([logged(bindingEvent())]);
  let refusals = 0;
  account.aws.fault = ({ operation }) =>
    operation === 'PublishBatch' && refusals++ < 100
      ? { status: 403, body: '{"__type":"AuthorizationError"}' }
      : undefined;
  const failed = await resend();
  expect(failed).toMatchObject({ code: 1 });
  expect(failed.stderr).toMatch(/^Not delivered: 1 event of kube-apiserver-audit-a, .*: PublishError: /m);
  account.aws.fault = () => undefined;
  const again = await resend();
  expect(again).toMatchObject({ code: 0 });
  expect(await takeAll()).toHaveLength(1);
});
