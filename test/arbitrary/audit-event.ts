/** Audit events for property tests: the shapes an API server writes, and now and then what no API server would. */
import fc from 'fast-check';
import type { AuditEvent, Json, Origin } from '../../src/schema/audit-event.ts';

const word = fc.constantFrom(
  '',
  'a',
  'b',
  'web-0',
  'default',
  'kube-system',
  'system:node:ip-10-0-0-1',
  'é✓',
  'x'.repeat(80),
);
const scalar: fc.Arbitrary<Json> = fc.oneof(
  { weight: 8, arbitrary: word },
  { weight: 1, arbitrary: fc.constantFrom(null, true, false, 0, 1, 403, -1.5, 'true', '403') },
);

/** Any JSON, small. */
const junk: fc.Arbitrary<Json> = fc.letrec<{ node: Json }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    scalar,
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom('a', 'a.b', 'name', '__proto__', 'constructor', 'toString', ''),
      tie('node'),
      { maxKeys: 3 },
    ),
  ),
})).node;

/** Mostly the given shape. */
function mostly(shape: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc.oneof({ weight: 12, arbitrary: shape }, { weight: 1, arbitrary: junk });
}

function object(members: Record<string, fc.Arbitrary<Json>>): fc.Arbitrary<Json> {
  return fc.record(members, { requiredKeys: [] }) as fc.Arbitrary<Json>;
}

const callers = fc.constantFrom(
  'eks:addon-manager',
  'system:apiserver',
  'system:anonymous',
  'system:serviceaccount:kube-system:job-controller',
);
const groups = fc.constantFrom('system:nodes', 'system:serviceaccounts', 'system:unauthenticated');
const address = fc.constantFrom('10.0.0.1', '203.0.113.7', '::1', '::ffff:10.0.0.1', 'not-an-address', '');
const securityContext = object({
  privileged: mostly(fc.boolean()),
  allowPrivilegeEscalation: fc.boolean(),
  runAsUser: mostly(fc.constantFrom(0, 1000)),
  runAsGroup: fc.constantFrom(0, 1000),
  runAsNonRoot: fc.boolean(),
  procMount: word,
  seccompProfile: object({ type: word }),
  capabilities: object({
    add: mostly(fc.array(fc.constantFrom('SYS_ADMIN', 'NET_ADMIN', 'cap_sys_admin'), { maxLength: 2 })),
  }),
});
const words = fc.array(fc.oneof(word, fc.constant('wget x | /bin/sh')), { maxLength: 2 });
const exec = object({ exec: mostly(object({ command: mostly(words) })) });
const container = object({
  name: word,
  image: mostly(fc.constantFrom('alpine', 'registry.example/busybox:1', 'nginx')),
  command: mostly(words),
  args: words,
  lifecycle: mostly(object({ postStart: exec })),
  livenessProbe: exec,
  securityContext: mostly(securityContext),
  volumeMounts: fc.array(object({ name: word, mountPath: word }), { maxLength: 2 }),
});
const containers = mostly(fc.array(mostly(container), { maxLength: 3 }));
const podSpec = {
  containers,
  initContainers: containers,
  ephemeralContainers: containers,
  hostPID: mostly(fc.boolean()),
  hostIPC: fc.boolean(),
  hostNetwork: fc.boolean(),
  restartPolicy: word,
  serviceAccountName: word,
  securityContext,
  type: word,
  volumes: fc.array(object({ name: word, hostPath: object({ path: word, type: word }) }), { maxLength: 2 }),
};
const labels = mostly(
  fc.dictionary(fc.constantFrom('app', 'app.kubernetes.io/name', 'a.b'), word, {
    maxKeys: 2,
  }) as fc.Arbitrary<Json>,
);
const metadata = mostly(object({ name: word, labels, annotations: labels }));
const requested = object({
  kind: fc.constantFrom('Pod', 'Deployment', 'CronJob'),
  metadata,
  rules: fc.array(
    object({ verbs: fc.array(word, { maxLength: 2 }), resources: fc.array(word, { maxLength: 2 }) }),
    { maxLength: 2 },
  ),
  roleRef: object({ kind: word, name: word }),
  spec: mostly(
    fc.oneof(
      object(podSpec),
      object({ template: object({ metadata, spec: object(podSpec) }) }),
      object({ jobTemplate: object({ spec: object({ template: object({ spec: object(podSpec) }) }) }) }),
    ),
  ),
});
/** Patches, and what a response may be beside the object. */
const jsonPatch: fc.Arbitrary<Json> = fc.array(
  mostly(
    object({
      op: fc.constantFrom('add', 'replace', 'remove', 'test', 'copy', 'move'),
      path: fc.constantFrom(
        '/metadata/labels/app',
        '/metadata/labels/app.kubernetes.io~1name',
        '/metadata/labels',
        '/spec/containers/0',
        '/spec/containers/-',
        '/spec/hostPID',
        'x/spec',
        '/__proto__/a',
        '',
      ),
      from: fc.constantFrom('/spec/containers/0', '/metadata', ''),
      value: fc.oneof(word, fc.boolean(), labels, container),
    }),
  ),
  { maxLength: 4 },
);
const mergePatch: fc.Arbitrary<Json> = object({
  metadata: object({
    labels: fc.constantFrom<Json>(null, {}, { app: null }, { app: 'a', $patch: 'replace' }),
  }),
  spec: fc.constantFrom<Json>(null, { hostPID: null }, { '$deleteFromPrimitiveList/x': ['a'] }, [{ a: 1 }]),
});
const rendering: fc.Arbitrary<Json> = object({
  kind: fc.constantFrom('Status', 'Table', 'PartialObjectMetadata'),
  apiVersion: fc.constant('meta.k8s.io/v1'),
  metadata: object({ labels }),
  rows: fc.array(object({ object: requested }), { maxLength: 1 }),
});
const identity = object({
  username: mostly(fc.oneof(word, callers)),
  uid: word,
  groups: mostly(fc.array(fc.oneof(word, groups), { maxLength: 3 })),
  extra: mostly(
    fc.dictionary(
      fc.constantFrom(
        ...['arn', 'canonicalArn', 'accessKeyId', 'principalId', 'sessionName'],
        'authentication.kubernetes.io/pod-name',
      ),
      fc.array(word, { maxLength: 2 }),
      {
        minKeys: 2,
        maxKeys: 6,
      },
    ) as fc.Arbitrary<Json>,
  ),
});
const time = mostly(fc.constantFrom('2026-03-01T10:00:00.123456Z', '2026-03-01T10:00:01Z', ''));

export const auditEvents: fc.Arbitrary<AuditEvent> = object({
  kind: fc.constant('Event'),
  apiVersion: fc.constant('audit.k8s.io/v1'),
  level: fc.constantFrom('Metadata', 'RequestResponse'),
  auditID: mostly(fc.constantFrom('a1', 'a2')),
  stage: fc.constantFrom('ResponseStarted', 'ResponseComplete'),
  requestURI: mostly(
    fc.constantFrom(
      '/api/v1/pods',
      '/api/v1/namespaces/a/pods/b/exec?command=sh&command=-c&command=id%20-a&stdin=true',
      '/api/v1/namespaces/a?dryRun=All&fieldManager=k',
      '/api/v1/namespaces/a?dryRun=All;&__proto__=x&a.b=1&a.b=2',
    ),
  ),
  verb: mostly(fc.constantFrom('create', 'get', 'list', 'patch', 'update', 'delete')),
  user: mostly(identity),
  impersonatedUser: identity,
  sourceIPs: mostly(fc.array(address, { maxLength: 3 })),
  userAgent: mostly(word),
  objectRef: mostly(
    object({
      resource: mostly(fc.constantFrom('pods', 'secrets', 'deployments', 'namespaces', 'serviceaccounts')),
      namespace: word,
      name: word,
      uid: word,
      apiGroup: word,
      apiVersion: word,
      resourceVersion: word,
      subresource: mostly(fc.constantFrom('exec', '')),
    }),
  ),
  responseStatus: mostly(
    object({
      metadata: fc.constant({}),
      code: mostly(fc.constantFrom(200, 403, '403')),
      status: word,
      message: word,
      reason: word,
    }),
  ),
  requestObject: mostly(fc.oneof({ weight: 4, arbitrary: requested }, jsonPatch, mergePatch)),
  responseObject: mostly(fc.oneof({ weight: 4, arbitrary: requested }, rendering)),
  requestReceivedTimestamp: time,
  stageTimestamp: time,
  annotations: mostly(
    fc.dictionary(
      fc.constantFrom(
        'authorization.k8s.io/decision',
        'authorization.k8s.io/reason',
        'audit.k8s.io/truncated',
        'x.y_z/k',
      ),
      fc.constantFrom('allow', 'forbid', 'true', ''),
      {
        maxKeys: 3,
      },
    ) as fc.Arbitrary<Json>,
  ),
}) as fc.Arbitrary<AuditEvent>;

export const origins: fc.Arbitrary<Origin> = fc.record(
  {
    source: fc.constant('test'),
    cluster: fc.constantFrom('blue', 'green'),
    account: fc.constant('111122223333'),
    region: fc.constant('eu-west-1'),
  },
  { requiredKeys: ['source'] },
);
