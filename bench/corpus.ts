/**
 * A deterministic corpus of EKS audit events in the mix of a busy, quiet-minded cluster: leases and node status
 * first, controllers that list and watch, reviews, tokens for pods, now and then a workload with its whole body.
 * A few in ten thousand are what rules look for, so that the whole pipeline runs and not only its fast path.
 */
import { gzipSync } from 'node:zlib';
import { type Random, random } from './random.ts';

export interface Corpus {
  /** Gzipped NDJSON objects, as a collector leaves them in S3. */
  readonly objects: readonly Buffer[];
  readonly events: number;
  /** Inflated bytes. */
  readonly bytes: number;
}

type Fields = Record<string, unknown>;
type Make = (from: Random) => Fields;

const nodes = Array.from(
  { length: 60 },
  (_, index) => `ip-10-0-${index % 8}-${17 + index}.eu-west-1.compute.internal`,
);
const namespaces = [
  'shop',
  'payments',
  'search',
  'monitoring',
  'flux-system',
  'cert-manager',
  'kube-system',
  'default',
];
const controllers = [
  'flux-system:kustomize-controller',
  'cert-manager:cert-manager',
  'monitoring:prometheus',
  'kube-system:aws-load-balancer-controller',
  'kube-system:coredns',
  'kube-system:metrics-server',
];
/** Those that run inside the controller manager and say so. */
const builtIn = [
  'replicaset-controller',
  'deployment-controller',
  'generic-garbage-collector',
  'endpointslice-controller',
];

const mix: readonly [weight: number, make: Make][] = [
  [2600, lease],
  [400, nodeStatus],
  [1700, controllerRead],
  [1900, review],
  [700, podToken],
  [600, podStatus],
  [140, endpointSlice],
  [900, configMapRead],
  [300, controllerWatch],
  [110, workload],
  [600, humanRead],
  [60, denied],
  [2, exec],
  [1, privilegedPod],
  [1, secretList],
];
const makers: readonly Make[] = mix.flatMap(([weight, make]) => Array.from({ length: weight }, () => make));

/**
 * @param count how many events
 * @param perObject how many events an object holds
 */
export function makeCorpus(count: number, perObject = 10_000, seed = 20_260_301): Corpus {
  const from = random(seed);
  const objects: Buffer[] = [];
  let bytes = 0;
  for (let made = 0; made < count; made += perObject) {
    const lines: string[] = [];
    for (let index = made; index < Math.min(made + perObject, count); index++) lines.push(line(from, index));
    const text = Buffer.from(`${lines.join('\n')}\n`);
    bytes += text.length;
    objects.push(gzipSync(text, { level: 6 }));
  }
  return { objects, events: count, bytes };
}

function line(from: Random, index: number): string {
  const make = makers[from.below(makers.length)] as Make;
  // Go's encoder escapes these three; it is what makes EKS's lines differ from JSON.stringify's.
  return JSON.stringify(complete(make(from), from, index)).replace(
    /[<>&]/g,
    (c) => `\\u00${c.charCodeAt(0).toString(16)}`,
  );
}

/** Adds what every event has, in the order EKS writes it. */
function complete(made: Fields, from: Random, index: number): Fields {
  const at = new Date(Date.UTC(2026, 2, 1) + index * 37);
  const micro = (extra: number) =>
    `${new Date(at.getTime() + extra).toISOString().slice(0, -1)}${from.hex(3).replace(/\D/g, '7')}Z`;
  const uuid = `${from.hex(8)}-${from.hex(4)}-4${from.hex(3)}-a${from.hex(3)}-${from.hex(12)}`;
  const {
    level,
    verb,
    user,
    objectRef,
    requestURI,
    code,
    sourceIPs,
    userAgent,
    requestObject,
    responseObject,
    stage,
    reason,
    decision,
  } = made;
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level,
    auditID: uuid,
    stage: stage ?? 'ResponseComplete',
    requestURI,
    verb,
    user,
    sourceIPs: sourceIPs ?? [`10.0.${from.below(8)}.${from.below(250) + 2}`],
    userAgent,
    objectRef,
    responseStatus: { metadata: {}, code: code ?? 200 },
    ...(requestObject !== undefined && { requestObject }),
    ...(responseObject !== undefined && { responseObject }),
    requestReceivedTimestamp: micro(0),
    stageTimestamp: micro(4),
    annotations: {
      'authorization.k8s.io/decision': decision ?? 'allow',
      'authorization.k8s.io/reason': reason ?? '',
    },
  };
}

function nodeUser(node: string): Fields {
  return {
    username: `system:node:${node}`,
    uid: 'aws-iam-authenticator:111122223333:AROAEXAMPLENODEROLE00',
    groups: ['system:bootstrappers', 'system:nodes', 'system:authenticated'],
    extra: {
      accessKeyId: ['ASIAEXAMPLE000000000'],
      arn: [`arn:aws:sts::111122223333:assumed-role/shop-nodes/i-0${node.length}abcdef0123456`],
      canonicalArn: ['arn:aws:iam::111122223333:role/shop-nodes'],
      principalId: ['AROAEXAMPLENODEROLE00'],
      sessionName: [`i-0${node.length}abcdef0123456`],
      'sigs.k8s.io/aws-iam-authenticator/principalId': ['AROAEXAMPLENODEROLE00'],
    },
  };
}

function serviceAccount(name: string, from: Random): Fields {
  const [namespace, account = ''] = name.split(':');
  const credential = `JTI=${from.hex(8)}-1111-4111-8111-${from.hex(12)}`;
  return {
    username: `system:serviceaccount:${name}`,
    uid: `${from.hex(8)}-0000-4000-8000-${from.hex(12)}`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
    extra: {
      'authentication.kubernetes.io/credential-id': [credential],
      // The controller manager's tokens are bound to no pod.
      ...(builtIn.includes(account)
        ? {}
        : {
            'authentication.kubernetes.io/node-name': [from.pick(nodes)],
            'authentication.kubernetes.io/pod-name': [`${account}-${from.hex(9)}-${from.hex(5)}`],
            'authentication.kubernetes.io/pod-uid': [`${from.hex(8)}-2222-4222-8222-${from.hex(12)}`],
          }),
    },
  };
}

function human(name: string): Fields {
  return {
    username: name,
    uid: `aws-iam-authenticator:111122223333:AROAEXAMPLEADMINROLE0`,
    groups: ['platform', 'system:authenticated'],
    extra: {
      accessKeyId: ['ASIAEXAMPLE111111111'],
      arn: [`arn:aws:sts::111122223333:assumed-role/platform-engineer/${name}`],
      canonicalArn: ['arn:aws:iam::111122223333:role/platform-engineer'],
      sessionName: [name],
    },
  };
}

function managerAgent(controller: string): string {
  return `kube-controller-manager/v1.33.4 (linux/amd64) kubernetes/abcdef0/system:serviceaccount:kube-system:${controller}`;
}

const kubelet = 'kubelet/v1.33.4 (linux/arm64) kubernetes/abcdef0';
const kubectl = 'kubectl/v1.33.1 (darwin/arm64) kubernetes/8adc0f0';

function lease(from: Random): Fields {
  const node = from.pick(nodes);
  return {
    // EKS's policy names no leases, and what it does not name is logged at Metadata.
    level: 'Metadata',
    verb: from.pick(['get', 'update']),
    user: nodeUser(node),
    userAgent: kubelet,
    requestURI: `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${node}?timeout=10s`,
    objectRef: {
      resource: 'leases',
      namespace: 'kube-node-lease',
      name: node,
      uid: from.hex(32),
      apiGroup: 'coordination.k8s.io',
      apiVersion: 'v1',
    },
  };
}

function nodeStatus(from: Random): Fields {
  const node = from.pick(nodes);
  const condition = (type: string) => ({
    type,
    status: 'False',
    lastHeartbeatTime: '2026-03-01T00:00:00Z',
    lastTransitionTime: '2026-01-05T09:00:00Z',
    reason: `KubeletHas${type}`,
    message: `kubelet has no ${type}`,
  });
  return {
    level: 'Request',
    verb: 'patch',
    user: nodeUser(node),
    userAgent: kubelet,
    requestURI: `/api/v1/nodes/${node}/status?timeout=10s`,
    objectRef: { resource: 'nodes', name: node, apiVersion: 'v1', subresource: 'status' },
    requestObject: {
      status: { conditions: ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'].map(condition) },
    },
  };
}

function controllerRead(from: Random): Fields {
  const inside = from.below(3) === 0 ? from.pick(builtIn) : undefined;
  const name = inside === undefined ? from.pick(controllers) : `kube-system:${inside}`;
  const resource = from.pick(['pods', 'services', 'deployments', 'namespaces', 'nodes', 'replicasets']);
  const namespace = from.pick(namespaces);
  return {
    level: 'Request',
    verb: from.pick(['get', 'list']),
    user: serviceAccount(name, from),
    userAgent:
      inside === undefined
        ? `${name.split(':')[1]}/v0.0.0 (linux/amd64) kubernetes/$Format`
        : managerAgent(inside),
    requestURI: `/api/v1/namespaces/${namespace}/${resource}?limit=500&resourceVersion=0`,
    objectRef: { resource, namespace, name: `${resource}-${from.hex(5)}`, apiVersion: 'v1' },
    reason: `RBAC: allowed by ClusterRoleBinding "${name.split(':')[1]}" of ClusterRole "${name.split(':')[1]}" to ServiceAccount "${name.replace(':', '/')}"`,
  };
}

function controllerWatch(from: Random): Fields {
  return {
    ...controllerRead(from),
    verb: 'watch',
    stage: from.pick(['ResponseStarted', 'ResponseComplete']),
  };
}

function review(from: Random): Fields {
  const resource = from.pick(['subjectaccessreviews', 'tokenreviews']);
  return {
    level: 'Metadata',
    verb: 'create',
    code: 201,
    user: nodeUser(from.pick(nodes)),
    userAgent: kubelet,
    requestURI: `/apis/authorization.k8s.io/v1/${resource}`,
    objectRef: { resource, apiGroup: 'authorization.k8s.io', apiVersion: 'v1' },
  };
}

function podToken(from: Random): Fields {
  const namespace = from.pick(namespaces);
  return {
    level: 'Request',
    verb: 'create',
    code: 201,
    user: nodeUser(from.pick(nodes)),
    userAgent: kubelet,
    requestURI: `/api/v1/namespaces/${namespace}/serviceaccounts/default/token`,
    objectRef: {
      resource: 'serviceaccounts',
      namespace,
      name: 'default',
      apiVersion: 'v1',
      subresource: 'token',
    },
    requestObject: {
      kind: 'TokenRequest',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: { creationTimestamp: null },
      spec: {
        audiences: null,
        expirationSeconds: 3607,
        boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name: `web-${from.hex(5)}`, uid: from.hex(32) },
      },
      status: { token: '', expirationTimestamp: null },
    },
  };
}

function podStatus(from: Random): Fields {
  const namespace = from.pick(namespaces);
  const name = `web-${from.hex(9)}-${from.hex(5)}`;
  return {
    level: 'Request',
    verb: 'patch',
    user: nodeUser(from.pick(nodes)),
    userAgent: kubelet,
    requestURI: `/api/v1/namespaces/${namespace}/pods/${name}/status`,
    objectRef: { resource: 'pods', namespace, name, apiVersion: 'v1', subresource: 'status' },
    requestObject: {
      metadata: { uid: from.hex(32) },
      status: {
        containerStatuses: [
          {
            name: 'web',
            image: 'registry.example.com/shop/web:1.4.2',
            imageID: `sha256:${from.hex(64)}`,
            ready: true,
            restartCount: 0,
            state: { running: { startedAt: '2026-03-01T00:00:00Z' } },
          },
        ],
      },
    },
  };
}

function endpointSlice(from: Random): Fields {
  const namespace = from.pick(namespaces);
  const name = `web-${from.hex(5)}`;
  return {
    level: 'Metadata',
    verb: 'update',
    user: serviceAccount('kube-system:endpointslice-controller', from),
    userAgent: managerAgent('endpointslice-controller'),
    requestURI: `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices/${name}`,
    objectRef: {
      resource: 'endpointslices',
      namespace,
      name,
      apiGroup: 'discovery.k8s.io',
      apiVersion: 'v1',
    },
  };
}

function configMapRead(from: Random): Fields {
  const namespace = from.pick(namespaces);
  return {
    level: 'Metadata',
    verb: from.pick(['get', 'watch', 'update']),
    user: serviceAccount(from.pick(controllers), from),
    userAgent: 'controller/v0.0.0 (linux/arm64) kubernetes/$Format',
    requestURI: `/api/v1/namespaces/${namespace}/configmaps/settings`,
    objectRef: { resource: 'configmaps', namespace, name: 'settings', apiVersion: 'v1' },
  };
}

function podSpec(from: Random, image: string): Fields {
  return {
    containers: [
      {
        name: 'web',
        image,
        ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
        env: Array.from({ length: 6 }, (_, index) => ({ name: `SETTING_${index}`, value: from.hex(12) })),
        resources: { limits: { cpu: '500m', memory: '256Mi' }, requests: { cpu: '100m', memory: '128Mi' } },
        volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
        securityContext: {
          allowPrivilegeEscalation: false,
          runAsNonRoot: true,
          capabilities: { drop: ['ALL'] },
        },
      },
    ],
    volumes: [{ name: 'tmp', emptyDir: {} }],
    restartPolicy: 'Always',
    serviceAccountName: 'web',
    nodeSelector: { 'kubernetes.io/arch': 'arm64' },
    schedulerName: 'default-scheduler',
  };
}

function workload(from: Random): Fields {
  const namespace = from.pick(namespaces);
  const kind = from.pick(['pods', 'replicasets', 'deployments']);
  const spec = podSpec(from, `registry.example.com/${namespace}/web:1.${from.below(40)}.${from.below(9)}`);
  const object = {
    kind: kind === 'pods' ? 'Pod' : 'Deployment',
    metadata: {
      name: `web-${from.hex(5)}`,
      namespace,
      labels: { app: 'web', 'app.kubernetes.io/part-of': namespace },
      annotations: { 'kubernetes.io/change': from.hex(40) },
    },
    spec:
      kind === 'pods'
        ? spec
        : {
            replicas: 3,
            selector: { matchLabels: { app: 'web' } },
            template: { metadata: { labels: { app: 'web' } }, spec },
          },
  };
  return {
    level: 'RequestResponse',
    verb: kind === 'deployments' ? 'patch' : 'create',
    code: 201,
    user: serviceAccount('kube-system:replicaset-controller', from),
    userAgent: managerAgent('replicaset-controller'),
    requestURI: `/apis/apps/v1/namespaces/${namespace}/${kind}`,
    objectRef: { resource: kind, namespace, name: object.metadata.name, apiVersion: 'v1' },
    requestObject: object,
    responseObject: { ...object, status: { phase: 'Pending', qosClass: 'Burstable' } },
  };
}

function humanRead(from: Random): Fields {
  const namespace = from.pick(namespaces);
  return {
    level: 'Request',
    verb: from.pick(['get', 'list']),
    user: human(from.pick(['alice', 'bob', 'carol'])),
    sourceIPs: [from.pick(['203.0.113.7', '203.0.113.9'])],
    userAgent: kubectl,
    requestURI: `/api/v1/namespaces/${namespace}/pods?limit=500`,
    objectRef: { resource: 'pods', namespace, apiVersion: 'v1' },
  };
}

function denied(from: Random): Fields {
  return { ...controllerRead(from), code: 403, decision: 'forbid', reason: '' };
}

function exec(from: Random): Fields {
  return {
    ...humanRead(from),
    verb: 'get',
    code: 101,
    stage: from.pick(['ResponseStarted', 'ResponseComplete']),
    requestURI:
      '/api/v1/namespaces/shop/pods/web-0/exec?command=sh&command=-c&command=id&container=web&stdin=true&stdout=true&tty=true',
    objectRef: { resource: 'pods', namespace: 'shop', name: 'web-0', apiVersion: 'v1', subresource: 'exec' },
  };
}

function privilegedPod(from: Random): Fields {
  const spec = podSpec(from, 'registry.example.com/tools/busybox:1.36') as { containers: Fields[] };
  const containers = spec.containers.map((each) => ({ ...each, securityContext: { privileged: true } }));
  const object = {
    kind: 'Pod',
    metadata: { name: 'debug', namespace: 'shop' },
    spec: { ...spec, containers, hostPID: true },
  };
  return {
    ...humanRead(from),
    level: 'RequestResponse',
    verb: 'create',
    code: 201,
    requestURI: '/api/v1/namespaces/shop/pods',
    objectRef: { resource: 'pods', namespace: 'shop', name: 'debug', apiVersion: 'v1' },
    requestObject: object,
    responseObject: object,
  };
}

function secretList(from: Random): Fields {
  return {
    ...humanRead(from),
    level: 'Metadata',
    verb: 'list',
    requestURI: '/api/v1/secrets?limit=500',
    objectRef: { resource: 'secrets', apiVersion: 'v1' },
  };
}
