/** One caller repeats a request without end: what it costs, and what is told of it. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { compileRules } from '../../src/compile/compile.ts';
import { loadRules } from '../../src/compile/rules/load.ts';
import { createMemory } from '../../src/correlate/memory.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import { runDelivery } from '../../src/pipeline.ts';
import { topicsPublisher } from '../../src/publish/topics.ts';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { auditSource } from '../../src/source/audit/source.ts';
import { auditTarget } from '../../src/source/audit/target.ts';
import { memoryStore } from '../../src/state/memory.ts';
import { meteredStore } from '../../src/state/metered.ts';
import { loadModule, runtime } from '../load-module.ts';
import { type Emulator, startEmulator } from '../publish/emulator.ts';

const folder = fileURLToPath(new URL('../../rules/', import.meta.url));
const { module } = compileRules(loadRules([folder]).rules, { target: auditTarget, runtime });
const { ruleSet } = (await loadModule(module)) as { ruleSet: RuleSet };

let aws: Emulator;
beforeAll(async () => {
  aws = await startEmulator();
});
afterAll(() => aws.stop());

const hour = 3_600_000;
const start = Date.UTC(2026, 2, 2, 10);

/** A request that is refused, and differs from all others in whatever its caller writes. */
function refused(number: number, more: JsonObject = {}): JsonObject {
  const time = new Date(start + number * 100).toISOString();
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: `audit-${number}`,
    stage: 'ResponseComplete',
    requestURI: `/api/v1/namespaces/n${number}/secrets/s${number}?x=${number}`,
    verb: 'get',
    user: { username: 'jane', groups: ['system:authenticated'] },
    sourceIPs: [`10.0.${(number >> 8) & 255}.${number & 255}`, '203.0.113.9'],
    userAgent: `kali-${number}`,
    objectRef: { resource: 'secrets', namespace: `n${number}`, name: `s${number}`, apiVersion: 'v1' },
    responseStatus: { status: 'Failure', reason: 'Forbidden', code: 403 },
    requestReceivedTimestamp: time,
    stageTimestamp: time,
    annotations: { 'authorization.k8s.io/decision': 'forbid', 'authorization.k8s.io/reason': '' },
    ...more,
  };
}

const allowed: JsonObject = {
  requestURI: '/api/v1/namespaces/shop/pods',
  verb: 'list',
  objectRef: { resource: 'pods', namespace: 'shop', apiVersion: 'v1' },
  responseStatus: { code: 200 },
  annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': '' },
};

async function topic(name: string) {
  const { topicArn } = await aws.createTopic(name);
  const queue = await aws.createQueue(name);
  await aws.subscribe(topicArn, queue, { RawMessageDelivery: 'true' });
  return { topicArn, queue };
}

it('is told by a handful of alerts with the count, and what succeeds in between by its own', async () => {
  const topics = await Promise.all(['programs', 'emails', 'chat'].map(topic));
  const [programs, emails, chat] = topics;
  const publisher = topicsPublisher(aws.sns, {
    alertTopicArn: programs?.topicArn ?? '',
    emailTopicArn: emails?.topicArn ?? '',
    chatTopicArn: chat?.topicArn ?? '',
  });
  const clock = () => start + 2 * hour;
  const store = meteredStore(memoryStore({ clock }));
  let process = createMemory(store, clock);
  let sent: Alert[] = [];
  const published: Alert[] = [];
  const deliver = async (events: readonly JsonObject[], name: string) => {
    const origin = { source: name, cluster: 'prod', account: '111122223333', region: 'eu-west-1' };
    const batch = {
      events: events.map((event, index) => ({ event, origin, position: index + 1, partial: false })),
      undecodable: [],
      skipped: {},
    };
    const one = (async function* () {
      yield batch;
    })();
    await runDelivery(one, {
      ruleSet,
      source: auditSource,
      clock,
      memory: process,
      publisher: {
        publish: async (alerts) => {
          sent.push(...alerts);
          published.push(...alerts);
          await publisher.publish(alerts);
        },
      },
    });
  };

  for (let number = 0; number < 10_000; number += 250) {
    await deliver(
      Array.from({ length: 250 }, (_, index) => refused(number + index)),
      `delivery ${number}`,
    );
    // Several functions take turns, and now and then one begins with nothing in mind.
    if (number % 1000 === 0) process = createMemory(store, clock);
  }
  const byRule = Map.groupBy(sent, ({ rule }) => rule.name);
  expect([...byRule.keys()].toSorted()).toEqual([
    'Many Requests of a Person Refused',
    'Request Refused',
    'Request by an Offensive Tool',
    'User New to the Cluster',
  ]);
  for (const [name, alerts] of byRule) expect(alerts.length, name).toBeLessThanOrEqual(4);
  const flood = byRule.get('Request by an Offensive Tool') ?? [];
  expect(flood.at(-1)?.harrier.reason).toMatch(/about [\d,]+ in all\)$/);
  expect(flood.at(-1)?.harrier.group).toEqual({
    'user.name': ['jane'],
    'kubernetes.audit.responseStatus.code': ['403'],
  });
  const { writeUnits, readUnits } = store.usage;
  expect(writeUnits).toBeLessThan(500);
  expect(readUnits).toBeLessThan(2500);

  const ofTool = () => sent.filter(({ rule }) => rule.name === 'Request by an Offensive Tool');
  sent = [];
  await deliver([refused(10_000), refused(10_001, allowed), refused(10_002)], 'amid the flood');
  expect(sent.map(({ harrier }) => harrier.reason)).toEqual([
    expect.stringMatching(/^jane listed pods in namespace shop from /),
  ]);
  sent = [];
  await deliver([refused(10_003, { user: { username: 'joe', groups: [] } })], 'another caller');
  expect(ofTool().map(({ harrier }) => harrier.reason)).toEqual([
    expect.stringMatching(/^joe was denied permission to read secret n10003\/s10003 from /),
  ]);
  sent = [];
  await deliver([refused(36_000)], 'an hour later');
  expect(ofTool()).toHaveLength(1);
  const before = Number(ofTool()[0]?.harrier.values?.suppressed_before);
  expect(Math.abs(before / 10_002 - 1)).toBeLessThan(0.2);

  const messages = await Promise.all(topics.map(({ queue }) => aws.drain(queue)));
  expect(messages.map(({ length }) => length)).toEqual(topics.map(() => published.length));
});
