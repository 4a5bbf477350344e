/** Alerts as OCSF has them: held against the schema that test/fixtures/ocsf/ has of the published one. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { maxAlertBytes } from '../../src/alert/fit.ts';
import { findingOf, renderOcsf } from '../../src/alert/render-ocsf.ts';
import type { JsonObject, Origin } from '../../src/schema/audit-event.ts';
import { auditSource } from '../../src/source/audit/source.ts';
import { documentSource } from '../../src/source/document/source.ts';
import { origins } from '../arbitrary/audit-event.ts';
import { hostileEvents } from '../arbitrary/hostile-event.ts';
import { sharedData } from '../shared-data.ts';
import { alertOf, exec, now, rule, sourced } from './sample.ts';

const schema = JSON.parse(
  readFileSync(new URL('../fixtures/ocsf/detection-finding-1.8.0.json', import.meta.url), 'utf8'),
);
const validate = new Ajv2020({ allErrors: true, strictRequired: false }).compile(schema);

/** @returns what OCSF has against the finding as it arrives, in JSON */
function problems(alert: Alert): readonly string[] {
  validate(JSON.parse(renderOcsf(alert)));
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    [instancePath, message, JSON.stringify(params)].join(' '),
  );
}

const shop = {
  ...exec,
  verb: 'create',
  user: {
    username: 'system:serviceaccount:shop:web',
    uid: '7a5c…',
    groups: ['system:serviceaccounts', 'system:authenticated'],
    extra: {
      'authentication.kubernetes.io/pod-name': ['web-5d9f'],
      'authentication.kubernetes.io/pod-uid': ['0b7f6a52-3f0e-4a51-9d8e-3b1f60d1a001'],
      'authentication.kubernetes.io/node-name': ['ip-10-0-1-17.eu-west-1.compute.internal'],
      'authentication.kubernetes.io/credential-id': ['JTI=4d1c'],
    },
  },
  impersonatedUser: { username: 'system:admin', groups: ['system:masters'] },
  sourceIPs: ['10.0.1.17', '192.0.2.1', 'unknown'],
  requestURI: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
  objectRef: {
    resource: 'clusterrolebindings',
    name: 'web-admin',
    apiGroup: 'rbac.authorization.k8s.io',
    apiVersion: 'v1',
  },
  requestObject: { kind: 'ClusterRoleBinding', roleRef: { kind: 'ClusterRole', name: 'cluster-admin' } },
  responseStatus: { code: 403, reason: 'Forbidden', message: 'web-admin is forbidden' },
  annotations: { 'authorization.k8s.io/decision': 'forbid', 'authorization.k8s.io/reason': '' },
};

const several = alertOf(exec, {
  identity: { kind: 'window', group: { 'user.name': ['kubernetes-admin'] }, start: now - 300_000, end: now },
  events: [1, 2, 3].map((n) => sourced({ ...exec, auditID: `${n}` })),
  values: { count: 3 },
});

describe('a finding', () => {
  it.each([
    ['of an exec', 'ocsf-exec.json', alertOf()],
    ['of a refused pod that impersonates', 'ocsf-refused.json', alertOf(shop)],
    ['of several requests', 'ocsf-several.json', several],
  ])('%s is as it always was, and as OCSF has it', async (_, file, alert) => {
    expect(problems(alert)).toEqual([]);
    await expect(`${JSON.stringify(JSON.parse(renderOcsf(alert)), null, 2)}\n`).toMatchFileSnapshot(
      `golden/${file}`,
    );
  });

  it.each([
    ['low', 2, 'Low'],
    ['medium', 3, 'Medium'],
    ['high', 4, 'High'],
    ['critical', 5, 'Critical'],
  ] as const)('has OCSF’s number for %s', (severity, severity_id, name) => {
    const finding = findingOf(alertOf(exec, { rule: { ...rule, severity } }));
    expect(finding).toMatchObject({ severity_id, severity: name });
  });

  it('names a tactic without techniques, and each subtechnique', () => {
    const reference = (id: string) => ({ id, name: `name of ${id}`, reference: `https://example.com/${id}` });
    const threat = [
      { framework: 'MITRE ATT&CK', tactic: reference('TA0001') },
      {
        framework: 'MITRE ATT&CK',
        tactic: reference('TA0002'),
        technique: [{ ...reference('T1'), subtechnique: [reference('T1.001'), reference('T1.002')] }],
      },
    ];
    const alert = alertOf(exec, { rule: { ...rule, threat } });
    expect(problems(alert)).toEqual([]);
    const { attacks } = findingOf(alert).finding_info as { attacks: readonly JsonObject[] };
    expect(attacks.map((attack) => Object.values(attack).map((one) => (one as JsonObject).uid))).toEqual([
      ['TA0001'],
      ['TA0002', 'T1', 'T1.001'],
      ['TA0002', 'T1', 'T1.002'],
    ]);
  });

  it('has as an address only what is one', () => {
    const forged = { ...exec, sourceIPs: ['fe80::1%eth0; rm', '203.0.113.7', '<script>'] };
    const [evidence] = findingOf(alertOf(forged)).evidences as readonly JsonObject[];
    expect(evidence?.src_endpoint).toEqual({
      name: 'fe80::1%eth0; rm',
      intermediate_ips: ['203.0.113.7'],
    });
  });

  it('of which nothing is known is a finding still', () => {
    const unknown: Origin = { source: 'events.ndjson' };
    const bare = { ...rule, references: [], threat: [], tags: [] };
    const alert = alertOf({}, { rule: bare, origin: unknown, events: [sourced({}, { origin: unknown })] });
    expect(problems(alert)).toEqual([]);
  });

  it.each([
    ['response', { responseObject: { text: 'x'.repeat(400_000) } }],
    ['request', { requestObject: { text: '"'.repeat(90_000) } }],
  ])('with a huge %s fits, and says that it is truncated', (_, more) => {
    const alert = alertOf({ ...exec, ...more });
    const finding = JSON.parse(renderOcsf(alert));
    expect(problems(alert)).toEqual([]);
    expect(JSON.stringify(renderOcsf(alert)).length).toBeLessThanOrEqual(maxAlertBytes);
    expect(finding.metadata.is_truncated).toBe(true);
    expect(finding.actor.user.name).toBe('kubernetes-admin');
  });

  it('with a rule that is too large fits', () => {
    const large = { ...rule, description: '"'.repeat(300_000), tags: Array(5000).fill('"'.repeat(100)) };
    const alert = alertOf(exec, { rule: large });
    expect(problems(alert)).toEqual([]);
    expect(Buffer.byteLength(JSON.stringify(renderOcsf(alert)))).toBeLessThanOrEqual(maxAlertBytes);
  });

  it('with very many groups fits', () => {
    const user = { username: 'a', groups: Array(9000).fill('"'.repeat(20)) };
    const alert = { ...alertOf(), kubernetes: { audit: { ...exec, user } } };
    expect(problems(alert)).toEqual([]);
    expect(Buffer.byteLength(JSON.stringify(renderOcsf(alert)))).toBeLessThanOrEqual(maxAlertBytes);
  });
});

it('of every event of public test suites is as OCSF has it', ({ skip }) => {
  const path = sharedData('audit-events/events.ndjson');
  if (path === undefined) return skip('the third-party events are not here');
  const events = readFileSync(path, 'utf8').trimEnd().split('\n');
  expect(events.flatMap((line) => problems(alertOf(JSON.parse(line))))).toEqual([]);
});

it.each([auditSource, documentSource])(
  '($events) any event gives a finding that is as OCSF has it',
  (source) => {
    fc.assert(
      fc.property(hostileEvents(exec), origins, (event, from) => {
        const found = source === auditSource ? event : { kubernetes: { audit: event }, ...event };
        const alert = alertOf(found, { origin: from, events: [sourced(found, { origin: from })] }, source);
        expect(problems(alert)).toEqual([]);
        expect(renderOcsf(alert)).toMatch(/^\P{C}+$/u);
      }),
    );
  },
);
