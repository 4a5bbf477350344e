import { describe, expect, it } from 'vitest';
import { endLearning, teach } from '../../../src/correlate/teach.ts';
import { matchEvents } from '../../../src/match/match.ts';
import type { JsonObject } from '../../../src/schema/audit-event.ts';
import { auditSource } from '../../../src/source/audit/source.ts';
import { keyOf } from '../../../src/state/key.ts';
import { StateShapeError } from '../../../src/state/store.ts';
import { benchFor, day, get, groupsIn, hour, minute, start, started } from '../events.ts';
import { compiledRules, ruleToml } from '../rules.ts';

const settling = (minutes: number) => `
[rule.settling]
field = "user.name"
value = "harrier.service_account"
duration = { value = ${minutes}, unit = "m" }
query = '''
kubernetes.audit.objectRef.resource:serviceaccounts and kubernetes.audit.verb:create and
kubernetes.audit.responseStatus.code:201 and not harrier.dry_run:true
'''
`;

const newTerms = (number: number, fields: readonly string[], more: string) =>
  ruleToml(
    'new_terms',
    `new_terms_fields = ${JSON.stringify(fields)}\nhistory_window_start = "now-7d"\n${more}`,
    number,
  );

const ruleSet = await compiledRules([newTerms(1, ['user_agent.original', 'user.name'], settling(60))]);
const two = await compiledRules([
  newTerms(1, ['user.name'], settling(60)),
  newTerms(2, ['user.name'], settling(10)),
  newTerms(3, ['user.name'], ''),
]);
const ruleId = '00000000-0000-4000-8000-000000000001';

/** A get by a service account. */
const act = (at: number | undefined, name = 'web', fields: JsonObject = {}): JsonObject =>
  get(at, { user: { username: `system:serviceaccount:shop:${name}` }, userAgent: 'curl/8.5.0', ...fields });

/** A creation of a service account. */
const created = (at: number | undefined, name = 'web', fields: JsonObject = {}): JsonObject =>
  get(at, {
    verb: 'create',
    requestURI: '/api/v1/namespaces/shop/serviceaccounts',
    objectRef: { resource: 'serviceaccounts', namespace: 'shop', name, apiVersion: 'v1' },
    responseStatus: { code: 201 },
    ...fields,
  });

const who = (alerts: Parameters<typeof groupsIn>[0]) =>
  groupsIn(alerts).map((group) => String(group?.['user.name']).split(':').at(-1));

describe('what a subject does', () => {
  it.each([
    ['before it was created', -1, 1],
    ['when it was created', 0, 0],
    ['while it settles', hour - 1, 0],
    ['when it has settled', hour, 1],
  ])('%s', async (_, after, alerts) => {
    const apart = benchFor(ruleSet);
    await apart.deliver([created(day)]);
    apart.restart();
    expect(await apart.deliver([act(day + after)])).toHaveLength(alerts);
    const together = benchFor(ruleSet);
    expect(await together.deliver([act(day + after), created(day)])).toHaveLength(alerts);
  });

  it('while it settles is known afterwards, and what it does afterwards is new', async () => {
    const bench = benchFor(ruleSet);
    await bench.deliver([created(0), act(minute)]);
    expect(await bench.deliver([act(2 * hour)])).toEqual([]);
    bench.restart();
    expect(await bench.deliver([act(3 * hour)])).toEqual([]);
    expect(await bench.deliver([act(3 * hour, 'web', { userAgent: 'python-requests/2.32' })])).toHaveLength(
      1,
    );
  });

  it('alerts if nobody saw the subject created, whenever it began to call', async () => {
    const bench = benchFor(ruleSet);
    expect(who(await bench.deliver([created(0, 'other'), act(minute)]))).toEqual(['web']);
  });

  it('alerts by each rule that does not wait so long', async () => {
    const bench = benchFor(two);
    const alerts = await bench.deliver([created(0), act(20 * minute)]);
    expect(alerts.map(({ rule }) => rule.name)).toEqual(['Test rule 2', 'Test rule 3']);
  });

  it('is settling in its own cluster', async () => {
    const bench = benchFor(ruleSet);
    await bench.deliver([created(0)], { cluster: 'a' });
    expect(await bench.deliver([act(minute)], { cluster: 'b' })).toHaveLength(1);
    expect(await bench.deliver([act(minute)], { cluster: 'a' })).toEqual([]);
  });
});

describe('a settling period', () => {
  it.each<[string, JsonObject]>([
    ['a refusal', { responseStatus: { code: 403 } }],
    ['a dry run', { requestURI: '/api/v1/namespaces/shop/serviceaccounts?dryRun=All' }],
    ['a creation that says no name', { objectRef: { resource: 'serviceaccounts', namespace: 'shop' } }],
    [
      'a custom resource',
      { objectRef: { resource: 'serviceaccounts', apiGroup: 'acme.io', namespace: 'shop', name: 'web' } },
    ],
  ])('is not begun by %s', async (_, fields) => {
    const bench = benchFor(ruleSet);
    await bench.deliver([created(0, 'web', fields)]);
    expect(bench.store.usage.itemsWritten).toBe(0);
    expect(await bench.deliver([act(minute)])).toHaveLength(1);
  });

  it('is not begun by another namespace’s account of that name', async () => {
    const bench = benchFor(ruleSet);
    const reference = { resource: 'serviceaccounts', namespace: 'pay', name: 'web' };
    await bench.deliver([created(0, 'web', { objectRef: reference })]);
    expect(await bench.deliver([act(minute)])).toHaveLength(1);
  });

  it('is not begun by an event that was cut, nor by one that tells no time', async () => {
    const cut = benchFor(ruleSet, { sourced: { partial: true } });
    await cut.deliver([created(0)]);
    expect(cut.store.usage.itemsWritten).toBe(0);
    const timeless = benchFor(ruleSet);
    await timeless.deliver([created(undefined)]);
    expect(timeless.store.usage.itemsWritten).toBe(0);
  });

  it('does not excuse an act that tells no time', async () => {
    const bench = benchFor(ruleSet);
    bench.now = start + minute;
    await bench.deliver([created(0)]);
    expect(await bench.deliver([act(undefined)])).toHaveLength(1);
  });

  it('is that of the newest creation, in whatever order they come', async () => {
    for (const times of [
      [0, 5 * hour],
      [5 * hour, 0],
    ]) {
      const bench = benchFor(ruleSet);
      for (const at of times) await bench.deliver([created(at)]);
      expect(await bench.deliver([act(5.5 * hour)])).toEqual([]);
      expect(await bench.deliver([act(hour / 2, 'web', { userAgent: 'other' })])).toHaveLength(1);
    }
  });

  it('is not made longer by a creation that comes again', async () => {
    const bench = benchFor(ruleSet);
    const creation = created(0);
    await bench.deliver([creation]);
    bench.restart();
    await bench.deliver([started(creation), creation]);
    expect(bench.store.usage.itemsWritten).toBe(1);
    expect(await bench.deliver([act(hour)])).toHaveLength(1);
  });

  it('is remembered for as long as its events may come again', async () => {
    const bench = benchFor(ruleSet);
    await bench.deliver([created(0)]);
    bench.now += 15 * day + hour - 1;
    expect(await bench.deliver([act(1)])).toEqual([]);
  });
});

describe('an alert', () => {
  it('comes again as itself, though the subject was created meanwhile', async () => {
    const bench = benchFor(ruleSet);
    const event = act(0);
    const [alert] = await bench.deliver([event]);
    await bench.deliver([created(minute)]);
    bench.restart();
    expect(await bench.deliver([event])).toEqual([]);
    expect(alert).toBeDefined();
  });

  it('is made for what came before the creation, though what came after it arrived first', async () => {
    const bench = benchFor(ruleSet);
    expect(await bench.deliver([created(hour), act(hour + minute)])).toEqual([]);
    bench.restart();
    const early = act(0);
    const [alert, ...more] = await bench.deliver([early]);
    expect(who(alert === undefined ? [] : [alert])).toEqual(['web']);
    expect(more).toEqual([]);
    bench.restart();
    expect(await bench.deliver([early, act(1)])).toEqual([]);
  });

  it('is one, if two acts arrive in the wrong order and neither was settling', async () => {
    const bench = benchFor(ruleSet);
    const [first] = await bench.deliver([act(hour)]);
    expect(await bench.deliver([act(0)])).toEqual([]);
    expect(first).toBeDefined();
  });
});

describe('a baseline', () => {
  const origin = { source: 'past', cluster: 'prod' };
  const taught = async (past: readonly JsonObject[]) => {
    const bench = benchFor(ruleSet, { learning: 7 * day });
    const events = past.map((event, index) => ({ event, origin, position: index + 1, partial: false }));
    const { matches } = matchEvents(ruleSet, events, bench.now);
    const learned = await teach(matches, { source: auditSource, now: bench.now }, bench.memory);
    await endLearning(
      ruleSet.rules.map(({ rule }) => rule),
      [origin],
      bench.memory,
    );
    bench.restart();
    return { bench, learned };
  };

  it('teaches what is new to none of its events, when they come again in any order', async () => {
    const past = [act(0), act(1), act(2)];
    const { bench, learned } = await taught(past);
    expect(learned).toBe(1);
    for (const event of past.toReversed()) expect(await bench.deliver([event])).toEqual([]);
    expect(await bench.deliver([act(-minute)])).toEqual([]);
  });

  it('teaches who settles', async () => {
    const { bench, learned } = await taught([created(0)]);
    expect(learned).toBe(0);
    expect(await bench.deliver([act(minute), act(minute, 'other')])).toHaveLength(1);
  });
});

describe('the state', () => {
  it('is one item for a subject, and nothing is looked up for what is known', async () => {
    const bench = benchFor(ruleSet);
    await bench.deliver([created(0), created(1), created(2, 'other')]);
    expect(bench.store.usage.itemsWritten).toBe(2);
    await bench.deliver([act(minute)]);
    const before = { ...bench.store.usage };
    await bench.deliver([act(minute + 1), act(minute + 2)]);
    expect(bench.store.usage).toEqual(before);
  });

  it.each<[string, JsonObject]>([
    ['is of another version', { kind: 'settling', version: 2, created: 0 }],
    ['is of another kind', { kind: 'watch', version: 1, since: 0 }],
    ['does not say when', { kind: 'settling', version: 1, created: 'then' }],
  ])('fails the delivery if it %s', async (_, value) => {
    const bench = benchFor(ruleSet);
    const key = keyOf(['settling', ruleId, '', '', 'prod'], ['system:serviceaccount:shop:web']);
    await bench.store.put([{ key, value, expiresAt: bench.now + day }]);
    await expect(bench.deliver([act(minute)])).rejects.toThrow(StateShapeError);
    await expect(bench.deliver([created(minute)])).rejects.toThrow(StateShapeError);
    expect(bench.alerts).toEqual([]);
  });
});
