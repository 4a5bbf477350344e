/** KQL queries for property tests, over fields of every type and place, with values that the arbitrary events have. */
import fc from 'fast-check';

const raw = 'kubernetes.audit';

/** Values as they stand in a query, that hit often. */
const text = fc.constantFrom(
  'a',
  'b',
  '"web-0"',
  'default',
  'kube-system',
  '"system:node:ip-10-0-0-1"',
  'é✓',
  'nginx',
  'alpine',
  'get',
  'create',
  'pods',
  'secrets',
  'exec',
  'allow',
  'success',
  'Pod',
  'SYS_ADMIN',
  '403',
  'true',
  '"not-an-address"',
  '10.0.0.1',
  'blue',
);
const pattern = fc.constantFrom(
  '*',
  '**',
  'a*',
  '*e*',
  'kube-*',
  '*system*',
  'system\\:node\\:*',
  '*/busybox\\:*',
  '*.0.0.*',
  'p*s',
  '*-*-*',
  '*0',
  'g*t',
  'x*x*x',
  '*\\u0061*',
);
const number = fc.constantFrom('200', '403', '403.0', '0', '1000', '-1', '1e3', '"403"');
const threshold = fc.oneof(number, fc.constantFrom('.5', '402.5'));
const boolean = fc.constantFrom('true', 'false', '"true"');
const date = fc.constantFrom(
  '2026',
  '2026-03',
  '2026-03-01',
  '"2026-03-01T10:00"',
  '"2026-03-01T10:00:00"',
  '"2026-03-01T10:00:00.123"',
  '"2026-03-01T11:00:01+01:00"',
  'now',
  'now-3d',
  'now/w',
  'now-1M/M',
  '"2026-03-31||/M-1d"',
  '1772359200123',
);
const address = fc.constantFrom(
  '10.0.0.1',
  '10.0.0.0/8',
  '203.0.113.0/24',
  '"::1"',
  '"::ffff:10.0.0.1"',
  '"::/0"',
  '0.0.0.0/0',
  '"::/127"',
  '10.0.0.2/31',
);
const single = fc.constantFrom(
  '10.0.0.1',
  '203.0.113.7',
  '"::1"',
  '"::ffff:10.0.0.1"',
  '"2001:db8::"',
  '9.9.9.9',
);

interface Kind {
  readonly fields: readonly string[];
  readonly equal: fc.Arbitrary<string>;
  readonly ordered?: fc.Arbitrary<string>;
}

const audit = (...paths: string[]) => paths.map((path) => `${raw}.${path}`);

const kinds: readonly Kind[] = [
  {
    fields: [
      ...audit(
        'verb',
        'stage',
        'level',
        'user.username',
        'user.groups',
        'userAgent',
        'sourceIPs',
        'requestURI',
      ),
      ...audit('objectRef.resource', 'objectRef.subresource', 'objectRef.namespace', 'objectRef.name'),
      ...audit(
        'annotations.authorization_k8s_io/decision',
        'annotations.x_y_z/k',
        'requestObject.spec.containers.image',
      ),
      ...audit(
        'requestObject.rules.verbs',
        'requestObject.rules',
        'requestObject.spec.volumes.hostPath',
        'user.extra',
      ),
      ...audit(
        'requestObject.spec.volumes.hostPath.path',
        'requestObject.spec.containers.securityContext.capabilities.add',
      ),
      ...[
        'event.action',
        'event.outcome',
        'event.kind',
        'user.name',
        'related.user',
        'orchestrator.cluster.name',
      ],
      ...[
        'harrier.command',
        'harrier.pod',
        'harrier.containers.image',
        'cloud.provider',
        'data_stream.dataset',
      ],
      ...['aws.eks.audit.verb', 'aws.eks.audit.requestObject.metadata.name'],
    ],
    equal: fc.oneof(text, pattern),
    ordered: text,
  },
  {
    fields: audit('responseStatus.code', 'requestObject.spec.containers.securityContext.runAsUser'),
    equal: number,
    ordered: threshold,
  },
  {
    fields: audit('requestObject.spec.hostPID', 'responseObject.spec.containers.securityContext.privileged'),
    equal: boolean,
  },
  {
    fields: ['@timestamp', ...audit('stageTimestamp', 'requestReceivedTimestamp')],
    equal: date,
    ordered: date,
  },
  { fields: ['source.ip', 'client.ip', 'related.ip'], equal: address, ordered: single },
  {
    fields: [
      ...audit(
        'requestObject.metadata.labels.app',
        'requestObject.metadata.labels.app.kubernetes.io/name',
        'requestObject.metadata',
      ),
      ...audit(
        'requestObject.metadata.labels.a.b',
        'requestObject.spec.template.spec.initContainers.securityContext.runAsUser',
      ),
      ...audit(
        'user.extra.authentication.kubernetes.io/pod-name',
        'objectRef',
        'requestObject',
        'requestObject.constructor',
      ),
      ...audit(
        'requestObject.a.b',
        'requestObject.__proto__',
        'requestObject.spec',
        'responseStatus.metadata.name',
      ),
    ],
    equal: fc.oneof(
      text,
      pattern,
      number,
      boolean,
      address,
      date.filter((value) => !value.startsWith('now')),
    ),
    ordered: fc.oneof(text, number, date, single),
  },
];

const wildcardNames = [
  '*',
  '*.name',
  'user*',
  'kubernetes.audit.*.username',
  '*.image',
  `${raw}.requestObject.*`,
  'event.*',
  'aws.eks.audit.*.name',
  '*.privileged',
];

const operator = fc.constantFrom('<', '<=', '>', '>=');
const blank = fc.constantFrom('', ' ', '\n', '\u00a0');

/** `f: v`, `f: (v or not w)`, `f > v`, for a field and its values. */
function condition(
  fields: readonly string[],
  equal: fc.Arbitrary<string>,
  ordered?: fc.Arbitrary<string>,
): fc.Arbitrary<string> {
  const field = fc.constantFrom(...fields);
  const exists = field.map((name) => `${name}: *`);
  const is = fc.tuple(field, blank, equal).map(([name, space, value]) => `${name}${space}:${space}${value}`);
  const list = fc.tuple(field, valueList(equal)).map(([name, values]) => `${name}: (${values})`);
  const shapes = [
    { weight: 1, arbitrary: exists },
    { weight: 3, arbitrary: is },
    { weight: 3, arbitrary: list },
  ];
  if (ordered === undefined) return fc.oneof(...shapes);
  const range = fc.tuple(field, operator, ordered).map(([name, op, value]) => `${name} ${op} ${value}`);
  return fc.oneof(...shapes, { weight: 2, arbitrary: range });
}

function valueList(value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const item = fc.oneof(
    { weight: 4, arbitrary: value },
    { weight: 1, arbitrary: value.map((each) => `not ${each}`) },
  );
  return fc
    .tuple(fc.array(item, { minLength: 1, maxLength: 3 }), fc.constantFrom(' or ', ' and ', ' OR\n'))
    .map(([items, word]) => items.join(word));
}

const plain = fc.oneof(
  ...kinds.map(({ fields, equal, ordered }) => ({
    weight: fields.length,
    arbitrary: condition(fields, equal, ordered),
  })),
  { weight: 4, arbitrary: condition(wildcardNames, fc.oneof(text, pattern), text) },
  { weight: 4, arbitrary: fc.oneof(text, pattern) },
);

/** Conditions within nested syntax on containers and rules. */
const inContainer = condition(
  [
    'image',
    'name',
    'command',
    'securityContext.privileged',
    'securityContext.runAsUser',
    'securityContext.capabilities.add',
    'volumeMounts.mountPath',
    'securityContext',
    '*',
    'security*',
    'absent',
  ],
  fc.oneof(text, pattern, number, boolean),
  fc.oneof(text, number),
);
const inMount = condition(['name', 'mountPath', '*'], fc.oneof(text, pattern));

/** A query: conditions under `and`, `or`, `not` and nested syntax. */
export const queries: fc.Arbitrary<string> = fc.letrec<{ query: string }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    plain,
    joined(tie('query')),
    negated(tie('query')),
    nested(),
  ),
})).query;

function joined(part: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(fc.array(part, { minLength: 2, maxLength: 3 }), fc.constantFrom(' and ', ' or ', ' AND '))
    .map(([parts, word]) => parts.map((each) => `(${each})`).join(word));
}

function negated(part: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return part.map((each) => `not (${each})`);
}

function nested(): fc.Arbitrary<string> {
  const roots = [
    ...audit(
      'requestObject.spec.containers',
      'requestObject.spec.template.spec.containers',
      'requestObject.rules',
      'objectRef',
      'requestObject',
    ),
    'harrier.containers',
  ];
  const mounts = inMount.map((each) => `volumeMounts: { ${each} }`);
  const inner = fc.oneof(
    { weight: 5, arbitrary: inContainer },
    { weight: 1, arbitrary: mounts },
    { weight: 1, arbitrary: text },
  );
  const both = fc
    .tuple(inner, inner, fc.constantFrom(' and ', ' or ', ' and not '))
    .map(([one, other, word]) => `(${one})${word}(${other})`);
  return fc
    .tuple(fc.constantFrom(...roots), fc.oneof(inner, both, negated(inner)))
    .map(([root, of]) => `${root}: { ${of} }`);
}
