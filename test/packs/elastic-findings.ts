/**
 * What Elastic's `query` rules must find among the public audit events in ../shared/data/audit-events, decided by
 * reading both. Every near miss has a mend: the least change to the event after which the rule must match it, so that
 * the condition said to fail is shown to be the only one. Many of the events are sparse, made for other tools' tests:
 * where they have no authorization decision, a rule that asks for `allow` must stay silent.
 */
import type { JsonObject } from '../../src/schema/audit-event.ts';

export interface NearMiss {
  readonly line: number;
  readonly fails: string;
  /** Merged into the event; an array replaces another. */
  readonly mend: JsonObject;
}

export interface Finding {
  /** Line number of a match → why it is one. */
  readonly matches: Readonly<Record<number, string>>;
  readonly nearMisses: readonly NearMiss[];
}

const allowed = { annotations: { 'authorization.k8s.io/decision': 'allow' } };
const undecided = 'there is no authorization decision';

function undecidedAt(...lines: readonly number[]): readonly NearMiss[] {
  return lines.map((line) => ({ line, fails: undecided, mend: allowed }));
}

const person = { user: { username: 'someone@example.com', groups: ['system:authenticated'] } };
const somewhere = { sourceIPs: ['198.51.100.7'] };
const clusterAdmin = { requestObject: { roleRef: { name: 'cluster-admin' } } };
const complete = { level: 'RequestResponse', stage: 'ResponseComplete' };
const addsSysAdmin = [{ image: 'nginx', securityContext: { capabilities: { add: ['SYS_ADMIN'] } } }];

/** By the name of the rule. */
export const packFindings: Readonly<Record<string, Finding>> = {
  'Kubernetes Secret get or list with Suspicious User Agent': {
    matches: {},
    nearMisses: [
      { line: 154, fails: 'the client is kubectl', mend: { userAgent: 'curl/8.5.0' } },
      { line: 169, fails: 'the client is kubectl', mend: { userAgent: 'python-requests/2.31.0' } },
      { line: 170, fails: 'the client is unknown', mend: { userAgent: 'Go-http-client/2.0' } },
      { line: 207, fails: 'the client is unknown', mend: { userAgent: 'HTTPie distrib#kali' } },
      {
        line: 17,
        fails: 'a Go client, but what it reads is a deployment',
        mend: { objectRef: { resource: 'secrets' } },
      },
      {
        line: 162,
        fails: 'the client is kubectl, and its address is unknown',
        mend: { userAgent: 'wget/1.21.4', ...somewhere },
      },
    ],
  },
  'Kubernetes Secret get or list from Node or Pod Service Account': {
    matches: {
      207: 'a service account in no excepted namespace, from a known address; that it was refused plays no role',
    },
    nearMisses: [
      { line: 154, fails: 'the caller is a person', mend: { user: { username: 'system:node:ip-10-0-0-1' } } },
      { line: 157, fails: 'the address is unknown', mend: somewhere },
      { line: 159, fails: 'the address is unknown', mend: somewhere },
      { line: 166, fails: 'the address is unknown', mend: somewhere },
      { line: 175, fails: 'the address is unknown', mend: somewhere },
    ],
  },
  'Kubernetes Secrets List Across Cluster or Sensitive Namespaces': {
    matches: {
      169: 'all namespaces, with a limit in the URI',
      170: 'all namespaces, without parameters',
    },
    nearMisses: [
      {
        line: 172,
        fails: 'a namespace of no interest, and no address',
        mend: { requestURI: '/api/v1/namespaces/default/secrets', ...somewhere },
      },
      {
        line: 171,
        fails: 'the URI asks for a watch, and there is no address',
        mend: { requestURI: '/api/v1/secrets?limit=1&watch=true', ...somewhere },
      },
      { line: 174, fails: 'the address is unknown', mend: somewhere },
      { line: 176, fails: 'the address is unknown', mend: somewhere },
      {
        line: 173,
        fails: 'one secret is read, none are listed',
        mend: { verb: 'list', requestURI: '/api/v1/namespaces/default/secrets?limit=5', ...somewhere },
      },
      {
        line: 311,
        fails: 'a namespace of no interest, from the machine itself',
        mend: { requestURI: '/api/v1/namespaces/kube-system/secrets', sourceIPs: ['2001:db8::1'] },
      },
    ],
  },
  'Kubernetes Service Account Token Created via TokenRequest API': {
    matches: {
      182: 'a person asks for a token',
      183: 'a person asks for a token',
      184: 'a person asks for a token; the rule wants no address',
      185: 'a person asks for a token of kube-system',
      188: 'a person asks for a token and is refused; the rule does not look at the outcome',
    },
    nearMisses: [
      { line: 18, fails: 'a kubelet asks', mend: person },
      { line: 19, fails: 'the name is that of a kubelet, however odd the node', mend: person },
      { line: 20, fails: 'the name is that of a kubelet, however odd the node', mend: person },
      { line: 203, fails: 'a kubelet asks', mend: person },
      { line: 186, fails: 'the controller manager asks', mend: person },
      { line: 187, fails: 'the controller manager asks', mend: person },
      {
        line: 189,
        fails: 'a service account is created, not its token',
        mend: { objectRef: { subresource: 'token' } },
      },
      { line: 190, fails: 'read, not created', mend: { verb: 'create' } },
    ],
  },
  'Kubernetes CoreDNS or Kube-DNS Configuration Modified': {
    matches: {},
    nearMisses: [
      {
        line: 264,
        fails: 'another config map, in another namespace',
        mend: { objectRef: { name: 'coredns', namespace: 'kube-system' } },
      },
      {
        line: 232,
        fails: 'another config map in another namespace, and created',
        mend: { verb: 'update', objectRef: { name: 'kube-dns', namespace: 'kube-system' } },
      },
    ],
  },
  'Kubernetes Cluster-Admin Role Binding Created': {
    matches: {
      224: 'cluster-admin for a user, complete with request and response',
      312: 'cluster-admin for a service account',
      313: 'the same binding once more, another request',
    },
    nearMisses: [
      ...[40, 44, 45, 46].map((line) => ({
        line,
        fails: `${undecided}, no level and no stage`,
        mend: { ...allowed, ...complete },
      })),
      { line: 41, fails: 'another role, and sparse', mend: { ...allowed, ...complete, ...clusterAdmin } },
      { line: 43, fails: 'another role, and sparse', mend: { ...allowed, ...complete, ...clusterAdmin } },
      { line: 231, fails: 'another role', mend: clusterAdmin },
      { line: 263, fails: 'deleted, not created', mend: { verb: 'create', ...clusterAdmin } },
    ],
  },
  'Kubernetes Exposed Service Created With Type NodePort': {
    matches: { 251: 'a service of type NodePort was created' },
    nearMisses: [
      ...undecidedAt(177, 178, 180),
      { line: 252, fails: 'of type ClusterIP', mend: { requestObject: { spec: { type: 'NodePort' } } } },
      { line: 256, fails: 'of type ClusterIP', mend: { requestObject: { spec: { type: 'NodePort' } } } },
      { line: 268, fails: 'deleted', mend: { verb: 'patch', requestObject: { spec: { type: 'NodePort' } } } },
    ],
  },
  'Kubernetes Admission Webhook Created or Modified': {
    matches: {},
    nearMisses: [
      ...undecidedAt(21, 22),
      { line: 23, fails: `the caller is unknown, and ${undecided}`, mend: { ...allowed, ...person } },
      { line: 25, fails: `the caller is unknown, and ${undecided}`, mend: { ...allowed, ...person } },
    ],
  },
  'Kubernetes Client Certificate Signing Request Created or Approved': {
    matches: {},
    nearMisses: [
      ...undecidedAt(32, 33, 34, 36, 37, 38),
      { line: 35, fails: `the controller manager asks, and ${undecided}`, mend: { ...allowed, ...person } },
      { line: 39, fails: `read, and ${undecided}`, mend: { ...allowed, verb: 'patch' } },
    ],
  },
  'EKS Authentication Configuration Modified': {
    matches: {},
    nearMisses: [
      {
        line: 264,
        fails: 'another config map, in another namespace',
        mend: { objectRef: { name: 'aws-auth', namespace: 'kube-system' } },
      },
      {
        line: 233,
        fails: 'another config map in another namespace, and created',
        mend: { verb: 'patch', objectRef: { name: 'aws-auth', namespace: 'kube-system' } },
      },
    ],
  },
  // It looks for a service account where pods have one. Bindings name theirs among the subjects, and have no spec:
  // no binding that the API server accepts can match.
  'Kubernetes Creation of a RoleBinding Referencing a ServiceAccount': {
    matches: {},
    nearMisses: [
      {
        line: 312,
        fails: 'a service account is bound, but as a subject',
        mend: { requestObject: { spec: { serviceAccountName: 'example' } } },
      },
      {
        line: 224,
        fails: 'a user is bound',
        mend: { requestObject: { spec: { serviceAccountName: 'example' } } },
      },
    ],
  },
  'Kubernetes API Server Proxying Request to Kubelet': {
    matches: {},
    nearMisses: [
      {
        line: 281,
        fails: 'nodes are listed, not proxied to',
        mend: { objectRef: { subresource: 'proxy' }, requestURI: '/api/v1/nodes/n1/proxy/runningpods/' },
      },
      { line: 308, fails: 'nodes are listed, not proxied to', mend: { objectRef: { subresource: 'proxy' } } },
      {
        line: 320,
        fails: 'a kubelet registers its node',
        mend: { objectRef: { subresource: 'proxy' }, ...person },
      },
    ],
  },
  'Kubernetes Container Created with Excessive Linux Capabilities': {
    matches: {},
    nearMisses: [
      ...undecidedAt(93, 94, 97),
      {
        line: 95,
        fails: `capabilities that are harmless, and ${undecided}`,
        mend: { ...allowed, requestObject: { spec: { containers: addsSysAdmin } } },
      },
      {
        line: 244,
        fails: 'no capabilities',
        mend: { requestObject: { spec: { containers: addsSysAdmin } } },
      },
      {
        line: 254,
        fails: 'no capabilities, and in kube-system',
        mend: { objectRef: { namespace: 'default' }, requestObject: { spec: { containers: addsSysAdmin } } },
      },
    ],
  },
  'Kubernetes API Request Impersonating Privileged Identity': {
    matches: {},
    nearMisses: [
      {
        line: 318,
        fails: 'neither the name nor a group is privileged; a group named admin is not in the list',
        mend: { impersonatedUser: { groups: ['system:masters', 'system:authenticated'] } },
      },
      {
        line: 277,
        fails: `the name is not privileged, and ${undecided}`,
        mend: { ...allowed, impersonatedUser: { username: 'kubernetes-admin' } },
      },
      {
        line: 283,
        fails: `a service account outside of kube-system, and ${undecided}`,
        mend: { ...allowed, impersonatedUser: { username: 'system:serviceaccount:kube-system:sa1' } },
      },
    ],
  },
  'Kubernetes Ephemeral Container Added to Pod': {
    matches: {},
    nearMisses: [
      {
        line: 314,
        fails: 'a pod is created',
        mend: { verb: 'patch', objectRef: { subresource: 'ephemeralcontainers' } },
      },
      {
        line: 317,
        fails: 'a command is run in a pod',
        mend: { verb: 'update', objectRef: { subresource: 'ephemeralcontainers' } },
      },
    ],
  },
  'Kubernetes Pod Created With HostIPC': {
    matches: {},
    nearMisses: [
      ...undecidedAt(98, 99, 101, 102),
      {
        line: 100,
        fails: `hostIPC is false, and ${undecided}`,
        mend: { ...allowed, requestObject: { spec: { hostIPC: true } } },
      },
      { line: 314, fails: 'hostIPC is not set', mend: { requestObject: { spec: { hostIPC: true } } } },
    ],
  },
  'Kubernetes Pod Created With HostNetwork': {
    matches: {
      242: 'a replica set creates a pod on the host network',
      315: 'a person creates one',
    },
    nearMisses: [
      ...undecidedAt(103, 104, 106),
      {
        line: 105,
        fails: `hostNetwork is false, and ${undecided}`,
        mend: { ...allowed, requestObject: { spec: { hostNetwork: true } } },
      },
      {
        line: 244,
        fails: 'hostNetwork is not set',
        mend: { requestObject: { spec: { hostNetwork: true } } },
      },
      {
        line: 254,
        fails: 'hostNetwork is not set, and kube-system is excepted',
        mend: { objectRef: { namespace: 'default' }, requestObject: { spec: { hostNetwork: true } } },
      },
    ],
  },
  'Kubernetes Pod Created With HostPID': {
    matches: {},
    nearMisses: [
      ...undecidedAt(108, 109, 111),
      {
        line: 110,
        fails: `hostPID is false, and ${undecided}`,
        mend: { ...allowed, requestObject: { spec: { hostPID: true } } },
      },
      {
        line: 315,
        fails: 'the host network is shared, its processes are not',
        mend: { requestObject: { spec: { hostPID: true } } },
      },
    ],
  },
  'Kubernetes Pod Created with a Sensitive hostPath Volume': {
    matches: {
      247: 'mounts /etc',
      248: 'mounts /etc into a pod of two containers',
    },
    nearMisses: [
      ...undecidedAt(112, 115),
      {
        line: 316,
        fails: 'the folder is below /tmp',
        mend: { requestObject: { spec: { volumes: [{ hostPath: { path: '/var/run' } }] } } },
      },
      {
        line: 113,
        fails: `the folder is below /mnt, and ${undecided}`,
        mend: { ...allowed, requestObject: { spec: { volumes: [{ hostPath: { path: '/' } }] } } },
      },
      {
        line: 116,
        fails: `the folder is below one in the list, which is no match, and ${undecided}`,
        mend: { ...allowed, requestObject: { spec: { volumes: [{ hostPath: { path: '/var' } }] } } },
      },
    ],
  },
  'Kubernetes Privileged Pod Created': {
    matches: {
      243: 'the second container is privileged, the first says nothing',
      245: 'the only container is privileged',
      246: 'the second container is privileged, the first says that it is not',
      314: 'the only container is privileged',
    },
    nearMisses: [
      ...undecidedAt(117, 118, 122, 123),
      {
        line: 244,
        fails: 'not privileged',
        mend: {
          requestObject: {
            spec: { containers: [{ image: 'nginx' }, { image: 'a', securityContext: { privileged: true } }] },
          },
        },
      },
    ],
  },
  'Kubernetes Service Account Modified RBAC Objects': {
    matches: {},
    nearMisses: [
      ...undecidedAt(45, 129, 136, 144, 151, 220),
      {
        line: 224,
        fails: 'a person binds',
        mend: { user: { username: 'system:serviceaccount:shop:deployer' } },
      },
      {
        line: 261,
        fails: 'a person deletes',
        mend: { user: { username: 'system:serviceaccount:shop:deployer' } },
      },
      {
        line: 273,
        fails: 'a person patches',
        mend: { user: { username: 'system:serviceaccount:shop:deployer' } },
      },
    ],
  },
  'Kubernetes Suspicious Assignment of Controller Service Account': {
    matches: {},
    nearMisses: [
      {
        line: 254,
        fails: 'the pod names no service account',
        mend: { requestObject: { spec: { serviceAccountName: 'clusterrole-aggregation-controller' } } },
      },
      {
        line: 85,
        fails: `the pod names no service account, and ${undecided}`,
        mend: { ...allowed, requestObject: { spec: { serviceAccountName: 'job-controller' } } },
      },
      {
        line: 242,
        fails: 'outside of kube-system, and the pod names no service account',
        mend: {
          objectRef: { namespace: 'kube-system' },
          requestObject: { spec: { serviceAccountName: 'job-controller' } },
        },
      },
    ],
  },
};

const execWithoutDecision = [
  60, 73, 74, 75, 76, 77, 78, 79, 191, 192, 193, 194, 195, 196, 197, 198, 199, 200,
];

/** The KQL rule this project began with. It knows only SPDY's `create`: recent clients upgrade a `get` to a WebSocket. */
export const seedFindings: Readonly<Record<string, Finding>> = {
  'Kubernetes User Exec into Pod': {
    matches: {
      270: 'a shell, when the connection starts',
      317: 'a shell, when the connection ends',
    },
    nearMisses: [
      ...undecidedAt(...execWithoutDecision),
      {
        line: 61,
        fails: `the verb is get, as of a WebSocket, and ${undecided}`,
        mend: { ...allowed, verb: 'create' },
      },
      { line: 225, fails: 'attached to what runs already', mend: { objectRef: { subresource: 'exec' } } },
    ],
  },
};
