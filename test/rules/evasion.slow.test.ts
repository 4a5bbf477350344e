/**
 * What no rule of ours may be evaded by: whatever it reports, it reports under any name that `aws-auth` can give a
 * person, and beside any text that looks like a dry run to whoever does not read the URI as the API server does.
 */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { mergePatch, type RuleCase } from '../../src/cli/cases/case-file.ts';
import { loadRules } from '../../src/compile/rules/load.ts';
import type { AuditEvent } from '../../src/schema/audit-event.ts';
import { caller, controlPlane } from '../../src/schema/own/caller.ts';
import { isObject } from '../../src/schema/visit.ts';
import { alertsOf } from './alerts-of.ts';
import { readCases } from './cases.ts';
import { named, ruleSet, unyielding } from './own-rules.ts';

const folder = fileURLToPath(new URL('../../rules/', import.meta.url));

/** Names of EKS' and Kubernetes' own, and names that begin alike. */
const names = [
  'eks:evil',
  'system:evil',
  'system:apiserver',
  'system:kube-controller-manager',
  'system:kube-scheduler',
  'system:node:evil',
  'system:serviceaccount:kube-system:clusterrole-aggregation-controller',
  'system:serviceaccount:kube-system:namespace-controller',
  'system:serviceaccount:payments:worker',
];

/** Each leaves the request what it is: Go drops the parameter, reads another one, or takes it for a part of a name. */
const unread: readonly [string, (uri: string) => string][] = [
  ['a parameter with a semicolon', (uri) => withParameter(uri, 'dryRun=All;')],
  ['a parameter with a broken escape', (uri) => withParameter(uri, 'dryRun=All%zz')],
  ['another parameter', (uri) => withParameter(uri, 'fieldManager=dryRun=All')],
  ['another parameter behind a question mark', (uri) => withParameter(uri, 'fieldManager=a?dryRun=All')],
  ['a part of the path', (uri) => uri.replace(/(?=\?|$)/, '&dryRun=All')],
];

function withParameter(uri: string, parameter: string): string {
  return `${uri}${uri.includes('?') ? '&' : '?'}${parameter}`;
}

const rules = ruleSet.rules.map(({ rule }) => {
  const name = named(rule);
  const reported = readCases(`${folder}${name}.test.json`).filter(({ alerts }) => alerts > 0);
  return { name, id: rule.id, reported };
});

async function alertsWith(id: string, { events, cut }: RuleCase, change: (event: AuditEvent) => AuditEvent) {
  const alerts = await alertsOf(unyielding, events.map(change), { partial: cut });
  return alerts.filter(({ rule }) => rule.id === id).length;
}

it('tells dry runs by their field alone', () => {
  const byUri = loadRules([folder]).rules.filter(
    (rule) => 'query' in rule && /dryRun/i.test(rule.query.text),
  );
  expect(byUri).toEqual([]);
});

it('watches every name of the control plane, since other rules leave them out', async () => {
  const watching = 'privilege_escalation_controller_identity_used_by_other_client';
  const rule = rules.find(({ name }) => name === watching);
  const [each] = rule?.reported ?? [];
  if (rule === undefined || each === undefined) throw new Error(`${watching} reports nothing`);
  for (const username of controlPlane) {
    const alerts = await alertsWith(
      rule.id,
      each,
      (event) => mergePatch(event, { user: { username } }) as AuditEvent,
    );
    expect(alerts, username).toBe(1);
  }
});

const byPeople = rules
  .map((rule) => ({ ...rule, reported: rule.reported.filter(isByPeople) }))
  .filter(({ reported }) => reported.length > 0);

/** Cases about such names themselves are about no others. */
function isByPeople({ events }: RuleCase): boolean {
  return events.every(
    (event) => caller(event) === 'person' && !/"username":"(system|eks):/.test(JSON.stringify(event.user)),
  );
}

describe.each(byPeople)('$name, under a name that aws-auth gave', ({ id, reported }) => {
  it.each(names)('%s', async (username) => {
    for (const each of reported) {
      const renamed = await alertsWith(
        id,
        each,
        (event) => mergePatch(event, { user: mapped(username, event) }) as AuditEvent,
      );
      expect(renamed, each.name).toBe(each.alerts);
    }
  });
});

/** As EKS' authenticator names an IAM principal that is mapped, with groups of the mapping's choice. */
function mapped(username: string, { user }: AuditEvent) {
  const groups = isObject(user) ? [user.groups ?? []].flat() : [];
  return {
    username,
    uid: 'aws-iam-authenticator:111122223333:AROAEXAMPLEPLATFORM01',
    groups: [...new Set([...groups, 'system:serviceaccounts', 'system:authenticated'])],
    extra: { arn: ['arn:aws:sts::111122223333:assumed-role/platform-engineer/alice'] },
  };
}

describe.each(rules)('$name, beside a dry run that is none', ({ id, reported }) => {
  it.each(unread)('as %s', async (_, write) => {
    for (const each of reported) {
      const rewritten = await alertsWith(id, each, (event) =>
        event.requestURI === undefined ? event : { ...event, requestURI: write(String(event.requestURI)) },
      );
      expect(rewritten, each.name).toBe(each.alerts);
    }
  });
});
