/** What people are told, by the packaged notifier beside stand-ins for AWS: at what pace, how soon, and of what. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { random } from '../../bench/random.ts';
import { bindingEvent, envelope, execEvent, subscription } from '../functions/events.ts';
import { alertId, alertText, type Given, serviceAccount, session } from '../incident/alerts.ts';
import { type Account, openAccount } from './account.ts';
import type { Lambda } from './lambda.ts';

let account: Account;
let emails: () => Promise<readonly string[]>;
let operations: () => Promise<readonly string[]>;
beforeAll(async () => {
  account = await openAccount();
  emails = await account.read('EmailTopic', 'emails');
  operations = await account.read('OperationsTopic', 'operations');
});
afterAll(() => account?.close());
afterEach(() => account.reset());

const hour = 3_600_000;
const messages = (bodies: readonly string[]) => ({
  Records: bodies.map((body, index) => ({ eventSource: 'aws:sqs', messageId: String(index), body })),
});

/** @returns an id for each message that the notifiers say they sent, and when, epoch milliseconds */
function toldBy(...notifiers: readonly Lambda[]): readonly { readonly id: string; readonly at: number }[] {
  return notifiers
    .flatMap((each) => each.lines())
    .filter(({ message }) => message === 'people were told')
    .map(({ newsId, timestamp }) => ({ id: String(newsId), at: Date.parse(String(timestamp)) }));
}

const idsIn = (text: string) => text.match(/\b[0-9a-f]{32}\b/g) ?? [];

it('an act is told of in one e-mail, whatever rules it broke', async () => {
  const texts = [execEvent(), bindingEvent()].map((event) => JSON.stringify(event));
  await account.deliverLogs(subscription(envelope(texts)));
  expect(await emails()).toEqual([]);
  expect((await account.poll('AlertQueue')).failed).toBe(0);
  const told = await emails();
  // Of two people, an act each; the second could not wait a moment.
  expect(told.length).toBeGreaterThan(0);
  expect(told.length).toBeLessThanOrEqual(2);
  expect(told.join('\n')).toMatch(/web-0[\s\S]*mallory|mallory[\s\S]*web-0/);
  expect(await emails()).toEqual([]);
});

it('what is no alert goes back to the queue, and the others do not', async () => {
  const bodies = ['{}', alertText({ name: 'good' }), 'no JSON'];
  const result = await account.notify.invoke(messages(bodies));
  expect(result).toMatchObject({
    answer: { batchItemFailures: [{ itemIdentifier: '0' }, { itemIdentifier: '2' }] },
  });
  expect(await emails()).toHaveLength(1);
});

it('who is not subscribed is noticed', async () => {
  await account.notify.invoke({ check: 'subscriptions' });
  const missing = account.notify.lines().filter(({ message }) => message === 'somebody is not told');
  // Nobody subscribes addresses here.
  expect(missing).toMatchObject([
    { topic: 'e-mail', what: 'gone' },
    { topic: 'e-mail', what: 'gone' },
    { topic: 'operations', what: 'gone' },
  ]);
});

describe('10,000 alerts', () => {
  const count = 10_000;
  /** Half of them of one flood, the others of many people and pods, some of whom turn out to be one. */
  const flood = (index: number): Given => {
    const kind = index % 4;
    const common = {
      name: `flood ${index}`,
      at: index / 200,
      rule: `rule ${index % 40}`,
      cluster: `c${index % 3}`,
    };
    if (kind < 2)
      return { ...common, user: session('mallory'), severity: index % 100 === 0 ? 'critical' : 'high' };
    if (kind === 2) return { ...common, user: session(`person-${index % 700}`), severity: 'medium' };
    return {
      ...common,
      user: serviceAccount('shop', `account-${index % 300}`, `pod-${index % 900}`),
      severity: 'medium',
    };
  };

  it('are told of in less than sixty e-mails a minute, each in one of them, over crashes and redelivery', async () => {
    const from = random(7);
    const bodies = Array.from({ length: count }, (_, index) => alertText(flood(index)));
    const batches: string[][] = [];
    for (let at = 0; at < count; at += 250) batches.push(bodies.slice(at, at + 250));
    // Some come twice, with others.
    for (let repeat = 0; repeat < 5; repeat++) batches.push(bodies.filter(() => from.below(40) === 0));
    const notifiers = [account.notify, await account.another('Notify')];
    let crashes = 0;
    /** When an alert was handed over first, by its id. */
    const handedOver = new Map<string, number>();
    await Promise.all(
      notifiers.map(async (notifier) => {
        for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
          for (const body of batch) {
            const { event } = JSON.parse(body) as { event: { id: string } };
            if (!handedOver.has(event.id)) handedOver.set(event.id, Date.now());
          }
          for (let tries = 1; ; tries++) {
            const isKilled = tries < 3 && from.below(4) === 0;
            const invocation = isKilled ? { timeout: 100 + from.below(900) } : {};
            const result = await notifier.invoke(messages(batch), invocation);
            if ('answer' in result) {
              expect(result.answer).toEqual({ batchItemFailures: [] });
              break;
            }
            crashes++;
          }
        }
      }),
    );
    // What was on its way in a crash is sent once nobody can be sending it any more, and the rest when it is due.
    for (let ahead = 150_000; ahead < 90 * hour; ahead *= 2) await account.notify.invoke({}, { ahead });
    const texts = await emails();
    const told = toldBy(...notifiers);

    expect(crashes).toBeGreaterThan(2);
    const idOf = (text: string) => /^Message: (\w+)$/m.exec(text)?.[1];
    const distinct = new Map(texts.map((text) => [idOf(text), text]));
    expect(distinct.has(undefined)).toBe(false);
    const alertIds = [...distinct.values()].flatMap((text) => idsIn(text)).filter((id) => !distinct.has(id));
    const wanted = new Set(Array.from({ length: count }, (_, index) => alertId(`flood ${index}`)));
    expect(wanted.difference(new Set(alertIds)).size, 'alerts that nobody was told of').toBe(0);
    expect(alertIds.length, 'alerts, each in one message').toBe(count);
    // Repeats have the id of the message that they repeat, and come of crashes alone.
    expect(texts.length - distinct.size).toBeLessThanOrEqual(crashes);
    const times = told.map(({ at }) => at).toSorted((a, b) => a - b);
    for (const at of times)
      expect(times.filter((other) => other >= at && other < at + 60_000).length).toBeLessThanOrEqual(60);
    const toldAt = new Map(told.map(({ id, at }) => [id, at]));
    const waits = [...distinct]
      .flatMap(([id = '', text]) =>
        idsIn(text).map((each) => (toldAt.get(id) ?? 0) - (handedOver.get(each) ?? 0)),
      )
      .toSorted((a, b) => a - b);
    const median = ((waits[Math.floor(waits.length / 2)] ?? 0) / 1000).toFixed(1);
    console.log(
      `10,000 alerts: ${texts.length} e-mails, ${crashes} crashes, told ${median} s after they were handed over (median)`,
    );
  });
});

it('200 clusters that fall silent are one message to the operators', async () => {
  // What has been told was told at a time that is ahead of ours.
  const ahead = 200 * hour;
  const changes = Array.from({ length: 200 }, (_, index) =>
    JSON.stringify({
      AlarmName: `harrier-production-silence-cluster-${index}`,
      AlarmDescription: `No audit event of cluster cluster-${index} for 15 minutes.`,
      NewStateValue: 'ALARM',
      StateChangeTime: '2026-03-01T10:00:00.000+0000',
      AlarmArn: `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:harrier-production-silence-cluster-${index}`,
    }),
  );
  await account.notify.invoke(messages(changes.slice(0, 120)), { ahead });
  await account.notify.invoke(messages(changes.slice(80)), { ahead });
  expect(await operations()).toEqual([]);
  await account.notify.invoke({}, { ahead: ahead + 61_000 });
  const [text = '', ...others] = await operations();
  expect(others).toEqual([]);
  expect(new Set(text.match(/silence-cluster-\d+/g)).size).toBe(200);
});
