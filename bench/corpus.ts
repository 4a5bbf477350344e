/**
 * A deterministic corpus of EKS audit events in the mix of a busy, quiet-minded cluster: leases and node status
 * first, controllers that list and watch, reviews, tokens for pods, now and then a workload with its whole body.
 * Whoever calls has an address, as in a cluster: a node its own, a controller those of its pods, a person theirs.
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
type Make = (from: Random, hour: number) => Fields;

/** Who calls, and from where. */
interface Caller {
  readonly user: Fields;
  readonly sourceIPs: readonly string[];
  readonly userAgent: string;
}

/** What a cluster keeps: the same for every seed of events. */
const fixed = random(1);

const nodes = Array.from({ length: 60 }, (_, index) => {
  const [third, fourth] = [index % 8, 17 + index];
  return {
    name: `ip-10-0-${third}-${fourth}.eu-west-1.compute.internal`,
    address: `10.0.${third}.${fourth}`,
    instance: `i-0${fixed.hex(16)}`,
    accessKey: `ASIA${fixed.hex(16).toUpperCase()}`,
  };
});
type Node = (typeof nodes)[number];

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

/** What controllers read, each with the path of its API. */
const apis = {
  pods: 'api/v1',
  services: 'api/v1',
  namespaces: 'api/v1',
  nodes: 'api/v1',
  deployments: 'apis/apps/v1',
  replicasets: 'apis/apps/v1',
  endpointslices: 'apis/discovery.k8s.io/v1',
  ingresses: 'apis/networking.k8s.io/v1',
  certificates: 'apis/cert-manager.io/v1',
  certificaterequests: 'apis/cert-manager.io/v1',
  orders: 'apis/acme.cert-manager.io/v1',
  kustomizations: 'apis/kustomize.toolkit.fluxcd.io/v1',
  gitrepositories: 'apis/source.toolkit.fluxcd.io/v1',
  targetgroupbindings: 'apis/elbv2.k8s.aws/v1beta1',
} as const;
type Resource = keyof typeof apis;
const ofNoNamespace: readonly Resource[] = ['namespaces', 'nodes'];

interface Controller {
  readonly namespace: string;
  readonly account: string;
  readonly uid: string;
  readonly reads: readonly Resource[];
  /** None of those that run inside the controller manager. */
  readonly pods: readonly Pod[];
}
interface Pod {
  readonly name: string;
  readonly uid: string;
  readonly node: string;
  readonly address: string;
  /** What its tokens have in common. */
  readonly token: string;
}

const controllers: readonly Controller[] = [
  controller('flux-system', 'kustomize-controller', 1, [
    'kustomizations',
    'gitrepositories',
    'services',
    'deployments',
  ]),
  controller('cert-manager', 'cert-manager', 1, [
    'certificates',
    'certificaterequests',
    'orders',
    'ingresses',
  ]),
  controller('monitoring', 'prometheus', 2, ['pods', 'services', 'endpointslices', 'nodes']),
  controller('kube-system', 'aws-load-balancer-controller', 2, [
    'services',
    'ingresses',
    'nodes',
    'targetgroupbindings',
  ]),
  controller('kube-system', 'coredns', 2, ['services', 'endpointslices', 'namespaces']),
  controller('kube-system', 'metrics-server', 2, ['nodes', 'pods']),
];
/** Those that read their settings, and say which of their pods leads, in a config map. */
const configured = controllers.filter(({ account }) =>
  ['kustomize-controller', 'cert-manager', 'aws-load-balancer-controller'].includes(account),
);
/** Those that run inside the controller manager and say so. */
const builtIn: readonly Controller[] = [
  controller('kube-system', 'replicaset-controller', 0, ['replicasets', 'pods']),
  controller('kube-system', 'deployment-controller', 0, ['deployments', 'replicasets']),
  controller('kube-system', 'generic-garbage-collector', 0, [
    'pods',
    'replicasets',
    'deployments',
    'services',
  ]),
  controller('kube-system', 'endpointslice-controller', 0, ['services', 'endpointslices', 'pods', 'nodes']),
];
const [replicaSets, , , endpointSlices] = builtIn as [Controller, Controller, Controller, Controller];
const controllerManager = '172.16.88.12';

function controller(
  namespace: string,
  account: string,
  replicas: number,
  reads: readonly Resource[],
): Controller {
  const uid = `${fixed.hex(8)}-0000-4000-8000-${fixed.hex(12)}`;
  const pods = Array.from({ length: replicas }, () => ({
    name: `${account}-${fixed.hex(9)}-${fixed.hex(5)}`,
    uid: `${fixed.hex(8)}-2222-4222-8222-${fixed.hex(12)}`,
    node: fixed.pick(nodes).name,
    address: `10.0.${fixed.below(8)}.${fixed.below(100) + 100}`,
    token: fixed.hex(12),
  }));
  return { namespace, account, uid, reads, pods };
}

const people = [
  ['alice', '203.0.113.7'],
  ['bob', '203.0.113.9'],
  ['carol', '203.0.113.9'],
].map(([name = '', address = '']) => ({ name, address, accessKey: `ASIA${fixed.hex(16).toUpperCase()}` }));

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

/** Between two events, milliseconds. */
const gap = 37;

function line(from: Random, index: number): string {
  const make = makers[from.below(makers.length)] as Make;
  // Go's encoder escapes these three; it is what makes EKS's lines differ from JSON.stringify's.
  return JSON.stringify(complete(make(from, Math.trunc((index * gap) / 3_600_000)), from, index)).replace(
    /[<>&]/g,
    (c) => `\\u00${c.charCodeAt(0).toString(16)}`,
  );
}

/** Adds what every event has, in the order EKS writes it. */
function complete(made: Fields, from: Random, index: number): Fields {
  const at = new Date(Date.UTC(2026, 2, 1) + index * gap);
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
    sourceIPs,
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

/** A kubelet, with the credentials of its instance. */
function kubeletOf({ name, address, instance, accessKey }: Node): Caller {
  return {
    user: {
      username: `system:node:${name}`,
      uid: 'aws-iam-authenticator:111122223333:AROAEXAMPLENODEROLE00',
      groups: ['system:bootstrappers', 'system:nodes', 'system:authenticated'],
      extra: {
        accessKeyId: [accessKey],
        arn: [`arn:aws:sts::111122223333:assumed-role/shop-nodes/${instance}`],
        canonicalArn: ['arn:aws:iam::111122223333:role/shop-nodes'],
        principalId: ['AROAEXAMPLENODEROLE00'],
        sessionName: [instance],
        'sigs.k8s.io/aws-iam-authenticator/principalId': ['AROAEXAMPLENODEROLE00'],
      },
    },
    sourceIPs: [address],
    userAgent: 'kubelet/v1.33.4 (linux/arm64) kubernetes/abcdef0',
  };
}

/** One of a controller's pods, with the token of this hour. Those of the controller manager are bound to no pod. */
function callerOf({ namespace, account, uid, pods }: Controller, from: Random, hour: number): Caller {
  const pod = pods.length === 0 ? undefined : from.pick(pods);
  const token = (pod?.token ?? uid.slice(-12)).padEnd(12, '0');
  const credential = `JTI=${uid.slice(0, 8)}-${hour.toString(16).padStart(4, '0')}-4111-8111-${token}`;
  return {
    user: {
      username: `system:serviceaccount:${namespace}:${account}`,
      uid,
      groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
      extra: {
        'authentication.kubernetes.io/credential-id': [credential],
        ...(pod !== undefined && {
          'authentication.kubernetes.io/node-name': [pod.node],
          'authentication.kubernetes.io/pod-name': [pod.name],
          'authentication.kubernetes.io/pod-uid': [pod.uid],
        }),
      },
    },
    sourceIPs: [pod?.address ?? controllerManager],
    userAgent:
      pod === undefined
        ? `kube-controller-manager/v1.33.4 (linux/amd64) kubernetes/abcdef0/system:serviceaccount:kube-system:${account}`
        : `${account}/v0.0.0 (linux/amd64) kubernetes/$Format`,
  };
}

function person(from: Random): Caller {
  const { name, address, accessKey } = from.pick(people);
  return {
    user: {
      username: name,
      uid: 'aws-iam-authenticator:111122223333:AROAEXAMPLEADMINROLE0',
      groups: ['platform', 'system:authenticated'],
      extra: {
        accessKeyId: [accessKey],
        arn: [`arn:aws:sts::111122223333:assumed-role/platform-engineer/${name}`],
        canonicalArn: ['arn:aws:iam::111122223333:role/platform-engineer'],
        sessionName: [name],
      },
    },
    sourceIPs: [address],
    userAgent: 'kubectl/v1.33.1 (darwin/arm64) kubernetes/8adc0f0',
  };
}

function lease(from: Random): Fields {
  const node = from.pick(nodes);
  return {
    // EKS's policy names no leases, and what it does not name is logged at Metadata.
    level: 'Metadata',
    verb: from.pick(['get', 'update']),
    ...kubeletOf(node),
    requestURI: `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${node.name}?timeout=10s`,
    objectRef: {
      resource: 'leases',
      namespace: 'kube-node-lease',
      name: node.name,
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
    ...kubeletOf(node),
    requestURI: `/api/v1/nodes/${node.name}/status?timeout=10s`,
    objectRef: { resource: 'nodes', name: node.name, apiVersion: 'v1', subresource: 'status' },
    requestObject: {
      status: { conditions: ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'].map(condition) },
    },
  };
}

function controllerRead(from: Random, hour: number): Fields {
  const who = from.pick(from.below(3) === 0 ? builtIn : controllers);
  const resource = from.pick(who.reads);
  const verb = from.pick(['get', 'list']);
  const namespace = ofNoNamespace.includes(resource) ? undefined : from.pick(namespaces);
  const name = verb === 'get' ? nameOf(resource, from) : undefined;
  const path = `/${apis[resource]}${namespace === undefined ? '' : `/namespaces/${namespace}`}/${resource}`;
  const [, group, version] = /^apis?(?:\/(.+))?\/(.+)$/.exec(apis[resource]) ?? [];
  const { namespace: home, account } = who;
  return {
    level: 'Request',
    verb,
    ...callerOf(who, from, hour),
    requestURI: name === undefined ? `${path}?limit=500&resourceVersion=0` : `${path}/${name}`,
    objectRef: { resource, namespace, name, apiGroup: group, apiVersion: version },
    reason: `RBAC: allowed by ClusterRoleBinding "${account}" of ClusterRole "${account}" to ServiceAccount "${account}/${home}"`,
  };
}

function nameOf(resource: Resource, from: Random): string {
  if (resource === 'nodes') return from.pick(nodes).name;
  return resource === 'namespaces' ? from.pick(namespaces) : `${resource}-${from.hex(5)}`;
}

function controllerWatch(from: Random, hour: number): Fields {
  return {
    ...controllerRead(from, hour),
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
    ...kubeletOf(from.pick(nodes)),
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
    ...kubeletOf(from.pick(nodes)),
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
    ...kubeletOf(from.pick(nodes)),
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

function endpointSlice(from: Random, hour: number): Fields {
  const namespace = from.pick(namespaces);
  const name = `web-${from.hex(5)}`;
  return {
    level: 'Metadata',
    verb: 'update',
    ...callerOf(endpointSlices, from, hour),
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

function configMapRead(from: Random, hour: number): Fields {
  const who = from.pick(configured);
  const { namespace } = who;
  return {
    level: 'Metadata',
    verb: from.pick(['get', 'watch', 'update']),
    ...callerOf(who, from, hour),
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

function workload(from: Random, hour: number): Fields {
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
    ...callerOf(replicaSets, from, hour),
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
    ...person(from),
    requestURI: `/api/v1/namespaces/${namespace}/pods?limit=500`,
    objectRef: { resource: 'pods', namespace, apiVersion: 'v1' },
  };
}

function denied(from: Random, hour: number): Fields {
  return { ...controllerRead(from, hour), code: 403, decision: 'forbid', reason: '' };
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
