import type { AuditEvent, Json } from '../../../src/schema/audit-event.ts';
import type { Case } from './case.ts';

const service = { kind: 'Service', spec: { externalIPs: ['203.0.113.7'], type: 'ClusterIP' } };
const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure' };

function patched(requestObject: Json, responseObject: Json | undefined = service): AuditEvent {
  const event = { verb: 'patch', objectRef: { resource: 'services' }, requestObject };
  return responseObject === undefined ? event : { ...event, responseObject };
}

const writes: readonly [patch: Json, paths: readonly string[] | undefined][] = [
  [{ spec: { externalIPs: ['203.0.113.7'] } }, ['spec.externalIPs']],
  [{ spec: { externalIPs: null, type: 'NodePort' } }, ['spec.externalIPs', 'spec.type']],
  [{ spec: {} }, ['spec']],
  [{ spec: { ports: [] } }, ['spec.ports']],
  [{ metadata: { labels: null } }, ['metadata.labels']],
  [{ metadata: { labels: { 'app.kubernetes.io/name': 'x' } } }, ['metadata.labels.app.kubernetes.io/name']],
  [{ metadata: { labels: { $patch: 'replace', a: 'b' } } }, ['metadata.labels', 'metadata.labels.a']],
  [{ $patch: 'replace', spec: { type: 'x' } }, ['.', 'spec.type']],
  [
    { metadata: { '$deleteFromPrimitiveList/finalizers': ['x'], '$setElementOrder/finalizers': ['y'] } },
    ['metadata'],
  ],
  [
    { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } },
    ['spec.strategy', 'spec.strategy.type'],
  ],
  [
    {
      spec: {
        containers: [
          { name: 'a', image: 'x' },
          { name: 'b', $patch: 'delete' },
        ],
      },
    },
    ['spec.containers.name', 'spec.containers.image', 'spec.containers'],
  ],
  [[{ op: 'add', path: '/spec/externalIPs', value: ['203.0.113.7'] }], ['spec.externalIPs']],
  [[{ op: 'add', path: '/spec/externalIPs/-', value: '203.0.113.7' }], ['spec.externalIPs']],
  [
    [{ op: 'replace', path: '/spec', value: { type: 'x', ports: [{ port: 1 }] } }],
    ['spec', 'spec.type', 'spec.ports.port'],
  ],
  [[{ op: 'remove', path: '/metadata/labels/a~1b~0c~01' }], ['metadata.labels.a/b~c~1']],
  [[{ op: 'move', from: '/spec/a/0', path: '/spec/externalIPs' }], ['spec.externalIPs', 'spec.a']],
  [[{ op: 'copy', from: '/metadata/annotations', path: '/spec' }], ['spec', 'spec.externalIPs', 'spec.type']],
  [[{ op: 'replace', path: '', value: { spec: { type: 'x' } } }], ['.', 'spec.type']],
  // The library of the API server drops what stands before the first slash.
  [[{ op: 'add', path: 'x/spec/externalIPs', value: [] }], ['spec.externalIPs']],
  [[{ op: 'test', path: '/spec/type', value: 'x' }], undefined],
  [[{ op: 'test' }, 'x', null, { op: 'add' }], undefined],
  ['x', undefined],
  [null, undefined],
];

const table = (object: Json) => ({
  kind: 'Table',
  apiVersion: 'meta.k8s.io/v1',
  rows: [{ cells: [], object }],
});
const metadataOnly = {
  kind: 'PartialObjectMetadata',
  apiVersion: 'meta.k8s.io/v1',
  metadata: { labels: { a: 'b' } },
};
const addIps: Json = [
  { op: 'add', path: '/spec/externalIPs', value: ['198.51.100.1'] },
  { op: 'add', path: '/spec/externalIPs/-', value: '198.51.100.2' },
  { op: 'add', path: '/spec/ports/0/port', value: 1 },
];
const asWritten: Json = {
  spec: { externalIPs: ['198.51.100.1', '198.51.100.2'], ports: [{ port: 1 }] },
};

const objects: readonly [name: string, event: AuditEvent, object: Json | undefined][] = [
  [
    'of a create, the response',
    { verb: 'create', requestObject: { a: 1 }, responseObject: service },
    service,
  ],
  [
    'of a refused create, what was asked for',
    { verb: 'create', requestObject: { a: 1 }, responseObject: status },
    { a: 1 },
  ],
  ['of an update without a response', { verb: 'update', requestObject: { a: 1 } }, { a: 1 }],
  ['of a patch, what it led to', patched({ spec: { externalIPs: ['x'] } }), service],
  ['of a patch alone, the patch', patched({ spec: { a: 'b' } }, status), { spec: { a: 'b' } }],
  ['of a JSON patch, what it led to', patched(addIps), service],
  ['of a JSON patch alone, what it writes', patched(addIps, {}), asWritten],
  ['of a patch answered with a table', patched(addIps, table(metadataOnly)), asWritten],
  ['of a patch answered with a table that holds the object', patched(addIps, table(service)), service],
  ['of a patch answered with metadata', patched(addIps, metadataOnly), asWritten],
  ['of a delete, none', { verb: 'delete', responseObject: service }, undefined],
  ['of a read, none', { verb: 'get', responseObject: service }, undefined],
  [
    'of a JSON patch that moves what it wrote',
    patched(
      [
        { op: 'add', path: '/metadata/annotations', value: { x: 'y', ips: ['a'] } },
        { op: 'move', from: '/metadata/annotations/ips', path: '/spec/externalIPs' },
        { op: 'copy', from: '/metadata/annotations/x', path: '/spec/type' },
        { op: 'remove', path: '/metadata/annotations/x' },
      ],
      status,
    ),
    { metadata: { annotations: {} }, spec: { externalIPs: ['a'], type: 'y' } },
  ],
  [
    'of a JSON patch that hides one element before another',
    patched(
      [
        { op: 'add', path: '/spec/containers/0', value: { image: 'evil' } },
        { op: 'add', path: '/spec/containers/0', value: { image: 'nice' } },
        { op: 'remove', path: '/spec/containers/0' },
      ],
      status,
    ),
    { spec: { containers: [{ image: 'nice' }, { image: 'evil' }] } },
  ],
];

const podSpec = { containers: [{ name: 'a', securityContext: { privileged: true } }] };
const deployment = { kind: 'Deployment', spec: { template: { spec: podSpec } } };
const onDeployment = (requestObject: Json, responseObject: Json = deployment): AuditEvent => ({
  ...patched(requestObject, responseObject),
  objectRef: { resource: 'deployments' },
});

export const patchCases: readonly Case[] = [
  ...writes.map(
    ([patch, paths]): Case => ({
      name: `written: ${JSON.stringify(patch)}`,
      event: patched(patch),
      fields: { 'harrier.written': paths && [...paths] },
    }),
  ),
  {
    name: 'written: of an update, all',
    event: { verb: 'update', requestObject: { spec: { a: 1 } } },
    fields: { 'harrier.written': undefined },
  },
  ...objects.map(
    ([name, event, object]): Case => ({
      name: `object: ${name}`,
      event,
      fields: { 'harrier.object': object },
    }),
  ),
  {
    name: 'pod: a patch that takes something away from the spec',
    event: onDeployment({ spec: { template: { spec: { securityContext: null } } } }),
    fields: { 'harrier.pod': [{ securityContext: null }, podSpec], 'harrier.containers': podSpec.containers },
  },
  {
    name: 'pod: a patch that replaces what is around the spec',
    event: onDeployment({ spec: { template: { $patch: 'replace' } } }),
    fields: { 'harrier.pod': podSpec },
  },
  {
    name: 'pod: a patch that takes away something else',
    event: onDeployment({ spec: { replicas: null } }),
    fields: { 'harrier.pod': undefined, 'harrier.containers': undefined },
  },
  {
    name: 'pod: a JSON patch whose response is no more than metadata',
    event: onDeployment(
      [{ op: 'add', path: '/spec/template/spec/containers/0/securityContext/privileged', value: true }],
      metadataOnly,
    ),
    fields: { 'harrier.containers': [{ securityContext: { privileged: true } }] },
  },
];
