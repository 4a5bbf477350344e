/** What a cluster does by itself, without end: nearly all of its events. */
import type { Random } from '../random.ts';
import { callerOf, kubeletOf } from './callers.ts';
import {
  apis,
  builtIn,
  configured,
  controllers,
  endpointSlices,
  namespaces,
  nodes,
  ofNoNamespace,
  type Resource,
} from './cluster.ts';
import type { Fields } from './fields.ts';

export function lease(from: Random): Fields {
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

export function nodeStatus(from: Random): Fields {
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

export function controllerRead(from: Random, hour: number): Fields {
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

export function controllerWatch(from: Random, hour: number): Fields {
  return {
    ...controllerRead(from, hour),
    verb: 'watch',
    stage: from.pick(['ResponseStarted', 'ResponseComplete']),
  };
}

export function review(from: Random): Fields {
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

export function podToken(from: Random): Fields {
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

export function podStatus(from: Random): Fields {
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

export function endpointSlice(from: Random, hour: number): Fields {
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

export function configMapRead(from: Random, hour: number): Fields {
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

export function denied(from: Random, hour: number): Fields {
  return { ...controllerRead(from, hour), code: 403, decision: 'forbid', reason: '' };
}
