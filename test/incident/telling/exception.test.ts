/** What is proposed to be pasted: a build takes it once somebody has said why, and it is about that caller alone. */
import { describe, expect, it } from 'vitest';
import type { ActorKind, Incident } from '../../../src/incident/incident.ts';
import { actsOf, mainAct } from '../../../src/incident/telling/acts.ts';
import { exceptionFor } from '../../../src/incident/telling/exception.ts';
import type { RuleSet } from '../../../src/match/rule-set.ts';
import type { JsonObject } from '../../../src/schema/audit-event.ts';
import { headOf } from '../../../src/schema/head.ts';
import { alertOf, exec, origin, rule } from '../../alert/sample.ts';
import { build } from '../../compile/exceptions/build.ts';
import { folderWith, ruleId, ruleText } from '../../compile/rules/rule-file.ts';
import { loadModule } from '../../load-module.ts';
import { incidentOf, read } from './sample.ts';

const now = Date.parse('2026-03-01T10:05:00Z');
const extra = (session: string, role = 'admin') => ({
  arn: [`arn:aws:sts::111122223333:assumed-role/${role}/${session}`],
  canonicalArn: [`arn:aws:iam::111122223333:role/${role}`],
  sessionName: [session],
});
const person = (session: string, role?: string): JsonObject => ({
  ...exec,
  user: { username: 'kubernetes-admin', groups: ['system:authenticated'], extra: extra(session, role) },
});
const pod = (namespace: string): JsonObject => ({
  ...exec,
  user: { username: `system:serviceaccount:${namespace}:web`, groups: ['system:serviceaccounts'] },
});

function exceptionOf(event: JsonObject): string | undefined {
  const own = { ...rule, id: ruleId(1), name: 'Rule 1' };
  const incident = incidentOf([read(alertOf(event, { rule: own }))]);
  const act = mainAct(actsOf(incident.alerts));
  return act && exceptionFor(incident, act, now);
}

/** @returns whether the rule matches each of the events, with the exception */
async function matches(exception: string, events: readonly JsonObject[]): Promise<readonly boolean[]> {
  const folder = folderWith({ 'rule_1.toml': ruleText(1), 'exceptions.toml': exception });
  const { module, problems, applied } = build(folder, '2026-03-01');
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(applied).toBe(1);
  const { ruleSet } = (await loadModule(module)) as { ruleSet: RuleSet };
  return events.map((event) => {
    const head = headOf(event);
    return ruleSet.candidates(event, head).some(({ test }) => test(event, { origin, now }, head));
  });
}

const filledIn = (exception: string) =>
  exception.replace('reason = ""', 'reason = "tried"').replace('author = ""', 'author = "me"');

describe('an exception for what an incident tells of', () => {
  it('is refused until somebody has said why', () => {
    const exception = exceptionOf(person('alice')) ?? '';
    const { problems, applied } = build(
      folderWith({ 'rule_1.toml': ruleText(1), 'exceptions.toml': exception }),
      '2026-03-01',
    );
    expect(applied).toBe(0);
    expect(problems.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'error empty-value',
      'error not-one-line',
    ]);
  });

  it('of a session is about the role, whatever the session calls itself', async () => {
    const exception = filledIn(exceptionOf(person('alice')) ?? '');
    const elsewhere = {
      ...person('alice'),
      objectRef: { ...(exec.objectRef as JsonObject), namespace: 'kube-system' },
    };
    expect(
      await matches(exception, [
        person('alice'),
        person('bob'),
        person('alice', 'other'),
        elsewhere,
        pod('shop'),
      ]),
    ).toEqual([false, false, true, true, true]);
  });

  it('of a service account is about that of its namespace', async () => {
    const exception = filledIn(exceptionOf(pod('shop')) ?? '');
    expect(await matches(exception, [pod('shop'), pod('other'), person('alice')])).toEqual([
      false,
      true,
      true,
    ]);
  });

  it.each([
    ['an unauthenticated caller', { ...exec, user: { username: 'system:anonymous' } }],
    ['a node', { ...exec, user: { username: 'system:node:a', groups: ['system:nodes'] } }],
    ['a caller whose name is no plain name', { ...exec, user: { username: `x'''\n[[exception]]` } }],
    ['a caller who impersonates', { ...pod('shop'), impersonatedUser: { username: 'system:admin' } }],
  ])('is not proposed for %s', (_, event) => {
    expect(exceptionOf(event)).toBeUndefined();
  });
});

it.each<[ActorKind, string]>([
  ['user', 'a" or *'],
  ['user', "'''"],
  ['iam_user', 'arn:aws:iam::1:user/x\ny'],
  ['service_account', 'a/b) or (verb: *'],
])('nothing of a %s called %j comes into it', (kind, name) => {
  const incident = incidentOf([read(alertOf(exec, { rule: { ...rule, id: ruleId(1) } }))]);
  const actor = { ...(incident.actors[0] as Incident['actors'][number]), kind, name };
  const alerts = incident.alerts.map((alert) => ({ ...alert, actor }));
  const changed = { ...incident, actors: [actor], alerts };
  const act = mainAct(actsOf(alerts));
  expect(act && exceptionFor(changed, act, now)).toBeUndefined();
});
