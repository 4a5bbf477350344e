/** What somebody wanted: workloads with their whole bodies, what people read, and the few deeds that rules look for. */
import type { Random } from '../random.ts';
import { callerOf, person } from './callers.ts';
import { namespaces, replicaSets } from './cluster.ts';
import type { Fields } from './fields.ts';

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

export function workload(from: Random, hour: number): Fields {
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

export function humanRead(from: Random): Fields {
  const namespace = from.pick(namespaces);
  return {
    level: 'Request',
    verb: from.pick(['get', 'list']),
    ...person(from),
    requestURI: `/api/v1/namespaces/${namespace}/pods?limit=500`,
    objectRef: { resource: 'pods', namespace, apiVersion: 'v1' },
  };
}

export function exec(from: Random): Fields {
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

export function privilegedPod(from: Random): Fields {
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

export function secretList(from: Random): Fields {
  return {
    ...humanRead(from),
    level: 'Metadata',
    verb: 'list',
    requestURI: '/api/v1/secrets?limit=500',
    objectRef: { resource: 'secrets', apiVersion: 'v1' },
  };
}
