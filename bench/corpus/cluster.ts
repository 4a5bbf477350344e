/** The cluster whose events the corpus has: its nodes, what runs on them, and the people who use it. */
import { random } from '../random.ts';

/** What a cluster keeps: the same for every seed of events. */
const fixed = random(1);

export const nodes = Array.from({ length: 60 }, (_, index) => {
  const [third, fourth] = [index % 8, 17 + index];
  return {
    name: `ip-10-0-${third}-${fourth}.eu-west-1.compute.internal`,
    address: `10.0.${third}.${fourth}`,
    instance: `i-0${fixed.hex(16)}`,
    accessKey: `ASIA${fixed.hex(16).toUpperCase()}`,
  };
});
export type Node = (typeof nodes)[number];

export const namespaces = [
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
export const apis = {
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
export type Resource = keyof typeof apis;
export const ofNoNamespace: readonly Resource[] = ['namespaces', 'nodes'];

export interface Controller {
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

export const controllers: readonly Controller[] = [
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
export const configured = controllers.filter(({ account }) =>
  ['kustomize-controller', 'cert-manager', 'aws-load-balancer-controller'].includes(account),
);
/** Those that run inside the controller manager and say so. */
export const builtIn: readonly Controller[] = [
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
export const [replicaSets, , , endpointSlices] = builtIn as [Controller, Controller, Controller, Controller];
export const controllerManager = '172.16.88.12';

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

export const people = [
  ['alice', '203.0.113.7'],
  ['bob', '203.0.113.9'],
  ['carol', '203.0.113.9'],
].map(([name = '', address = '']) => ({ name, address, accessKey: `ASIA${fixed.hex(16).toUpperCase()}` }));
