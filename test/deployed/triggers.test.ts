/** End to end as deployed: packaged functions, real payloads of each trigger, alerts read back by subscribers. */
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import {
  bindingEvent,
  envelope,
  eventBridge,
  execEvent,
  fromSns,
  inSns,
  ndjson,
  notification,
  subscription,
} from '../functions/events.ts';
import { type Account, openAccount } from './account.ts';

/** Of rules/execution_user_exec_into_pod.toml. */
const execRule = '1db75914-3bab-412b-bd51-28b85f1fb78e';

let account: Account;
const subscribers: Record<string, () => Promise<readonly Alert[]>> = {};
beforeAll(async () => {
  account = await openAccount();
  const policies = {
    all: undefined,
    severe: { severity: ['high', 'critical'] },
    risky: { risk_score: [{ numeric: ['>=', 70] }] },
    blue: { cluster: ['blue'] },
    namespace: { namespace: ['default'] },
    'no-building-blocks': { building_block: ['false'] },
    'one rule': { rule_id: [execRule] },
    'all rules but one': { rule_id: [{ 'anything-but': [execRule] }] },
    'one tag': { tags: ['Tactic: Execution'] },
    'no such tag': { tags: ['Tactic: Exe'] },
  };
  for (const [name, policy] of Object.entries(policies))
    subscribers[name] = await account.subscribe(name, policy);
});
afterAll(() => account?.close());
afterEach(() => account.reset());

const texts = (...events: readonly unknown[]): string[] => events.map((event) => JSON.stringify(event));
const received = async (name: string) =>
  ((await subscribers[name]?.()) ?? []).map(({ harrier }) => harrier.severity).toSorted();

describe('a subscription of CloudWatch Logs', () => {
  it('and each subscriber gets what its filter policy lets through', async () => {
    const other = envelope(texts(bindingEvent()), { logGroup: '/aws/eks/green-1/cluster' });
    await account.deliverLogs(subscription(envelope(texts(execEvent(), bindingEvent()))));
    await account.deliverLogs(subscription(other));
    expect(await received('all')).toEqual(['high', 'high', 'medium']);
    expect(await received('severe')).toEqual(['high', 'high']);
    expect(await received('risky')).toEqual(['high', 'high']);
    expect(await received('blue')).toEqual(['high', 'medium']);
    expect(await received('namespace')).toEqual(['medium']);
    expect(await received('no-building-blocks')).toEqual(['high', 'high', 'medium']);
    expect(await received('one rule')).toEqual(['medium']);
    expect(await received('all rules but one')).toEqual(['high', 'high']);
    expect(await received('one tag')).toEqual(['medium']);
    expect(await received('no such tag')).toEqual([]);
  });

  it('and people read it by e-mail and in a chat, from the severity on that they asked for', async () => {
    const { FilterPolicy } = account.emailSubscription();
    const email = await account.read('EmailTopic', 'email', FilterPolicy);
    const chat = await account.read('ChatTopic', 'chat', { severity: ['high'] });
    await account.deliverLogs(subscription(envelope(texts(execEvent(), bindingEvent()))));
    expect(await account.poll('AlertQueue')).toEqual({ messages: 2, failed: 0 });
    const told = (await email()).join('\n');
    expect(told).toMatch(/mallory .*cluster-admin/s);
    expect(told).toMatch(/alice .*default\/web-0/s);
    expect((await chat()).map((body) => JSON.parse(body).content.title)).toEqual([
      expect.stringMatching(/^\[HIGH\] .*\(blue\)/),
    ]);
  });

  it('with a control message, and nothing happens', async () => {
    const probe = { messageType: 'CONTROL_MESSAGE' };
    await account.deliverLogs(subscription(envelope(['CWL CONTROL MESSAGE: Checking health'], probe)));
    expect(await received('all')).toEqual([]);
    expect(await account.peek('Retries')).toEqual([]);
  });
});

describe('an object', () => {
  const objects = {
    'one event a line, gzip': () => gzipSync(ndjson(execEvent(), bindingEvent())),
    'envelopes of another account, as Firehose writes them': () =>
      Buffer.concat([
        gzipSync(JSON.stringify(envelope(texts(execEvent())))),
        gzipSync(JSON.stringify(envelope(texts(bindingEvent()), { owner: '222233334444' }))),
      ]),
    'lines of an export task': () =>
      gzipSync(
        texts(execEvent(), bindingEvent())
          .map((text) => `2026-03-01T10:00:00.000Z ${text}\n`)
          .join(''),
      ),
  };

  it.each(Object.entries(objects))('%s, told of by EventBridge through the queue', async (name, body) => {
    await account.put(`eks/${name}`, body());
    await account.tellOf(`eks/${name}`);
    expect(await account.poll('ObjectQueue')).toEqual({ messages: 1, failed: 0 });
    expect(await received('all')).toEqual(['high', 'medium']);
    expect(await account.poll('ObjectQueue')).toEqual({ messages: 0, failed: 0 });
  });

  it('of a collector is of the cluster and account that its key names', async () => {
    await account.put('eks/amber/2026.gz', gzipSync(ndjson(bindingEvent())));
    await account.tellOf('eks/amber/2026.gz');
    expect(await account.poll('ObjectQueue')).toEqual({ messages: 1, failed: 0 });
    expect(await subscribers.all?.()).toMatchObject([
      { orchestrator: { cluster: { name: 'amber' } }, cloud: { account: { id: '111122223333' } } },
    ]);
  });

  it.each([
    ['by S3 itself', (key: string) => notification(key)],
    ['by EventBridge', (key: string) => eventBridge(key)],
    ['by SNS', (key: string) => fromSns(notification(key))],
    ['by EventBridge and SNS', (key: string) => fromSns(inSns(eventBridge(key)))],
  ])('told of %s straight to the function', async (name, event) => {
    await account.put(`direct/${name}`, gzipSync(ndjson(bindingEvent())));
    const told = JSON.parse(JSON.stringify(event(`direct/${name}`)).replaceAll('audit-logs', 'new-logs'));
    expect(await account.s3.invoke(told)).toMatchObject({ answer: null });
    expect(await received('severe')).toEqual(['high']);
  });
});

describe('the functions as they are packaged', () => {
  it('write lines of JSON alone, metrics among them', async () => {
    await account.deliverLogs(subscription(envelope(texts(bindingEvent()))));
    const lines = account.cloudwatch.lines();
    expect(lines.some(({ level }) => level === 'INFO')).toBe(true);
    expect(lines.some((line) => '_aws' in line && line.service === 'harrier-production')).toBe(true);
  });

  it('need nothing beside their bundle: no other module is there', async () => {
    await account.cloudwatch.stop();
    await account.s3.stop();
    await expect(account.cloudwatch.invoke(subscription(envelope([])))).resolves.toHaveProperty('answer');
    await expect(account.s3.invoke({ Records: [] })).resolves.toHaveProperty('answer');
  });
});
