import type { AuditEvent, Json } from '../../../src/schema/audit-event.ts';
import type { Case } from './case.ts';

const enforce = 'pod-security.kubernetes.io/enforce';
const restricted = { [enforce]: 'restricted', team: 'a' };
const withLabels = (labels: Json): AuditEvent => ({ kind: 'Namespace', metadata: { labels } });
const bare = withLabels({ team: 'a' });

function onNamespace(
  verb: string,
  requestObject: Json,
  responseObject: Json,
  more: AuditEvent = {},
): AuditEvent {
  return { verb, objectRef: { resource: 'namespaces', name: 'a' }, requestObject, responseObject, ...more };
}

const securities: readonly [name: string, event: AuditEvent, security: string | undefined][] = [
  ['created with it', onNamespace('create', withLabels(restricted), withLabels(restricted)), 'restricted'],
  ['created without it', onNamespace('create', bare, bare), 'privileged'],
  ['updated without it', onNamespace('update', bare, bare), 'privileged'],
  ['patched elsewhere', onNamespace('patch', { metadata: { labels: { team: 'b' } } }, bare), undefined],
  ['set to null', onNamespace('patch', { metadata: { labels: { [enforce]: null } } }, bare), 'privileged'],
  [
    'all labels set to null',
    onNamespace('patch', { metadata: { labels: null } }, withLabels({})),
    'privileged',
  ],
  [
    'labels replaced',
    onNamespace('patch', { metadata: { labels: { $patch: 'replace' } } }, bare),
    'privileged',
  ],
  [
    'weakened by a merge patch',
    onNamespace(
      'patch',
      { metadata: { labels: { [enforce]: 'baseline' } } },
      withLabels({ [enforce]: 'baseline' }),
    ),
    'baseline',
  ],
  [
    'labels added anew by a JSON patch',
    onNamespace('patch', [{ op: 'add', path: '/metadata/labels', value: { team: 'a' } }], bare),
    'privileged',
  ],
  [
    'another label copied over it by a JSON patch',
    onNamespace(
      'patch',
      [
        {
          op: 'copy',
          from: '/metadata/labels/team',
          path: '/metadata/labels/pod-security.kubernetes.io~1enforce',
        },
      ],
      withLabels({ [enforce]: 'privileged' }),
    ),
    'privileged',
  ],
  [
    'removed by a JSON patch whose pointer begins oddly',
    onNamespace('patch', [{ op: 'remove', path: 'x/metadata/labels' }], { kind: 'Namespace', metadata: {} }),
    'privileged',
  ],
  [
    'removed, and answered with a table',
    onNamespace('patch', [{ op: 'remove', path: '/metadata/labels' }], {
      kind: 'Table',
      apiVersion: 'meta.k8s.io/v1',
      rows: [
        { object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: { name: 'a' } } },
      ],
    }),
    'privileged',
  ],
  [
    'left out by a server-side apply',
    onNamespace('patch', { apiVersion: 'v1', kind: 'Namespace', metadata: { labels: { team: 'a' } } }, bare, {
      requestURI: '/api/v1/namespaces/a?fieldManager=kubectl',
    }),
    'privileged',
  ],
  [
    'kept through a server-side apply',
    onNamespace(
      'patch',
      { apiVersion: 'v1', kind: 'Namespace', metadata: { labels: { team: 'a' } } },
      withLabels(restricted),
      { requestURI: '/api/v1/namespaces/a?fieldManager=kubectl' },
    ),
    'restricted',
  ],
  [
    'written with the status',
    onNamespace('patch', { metadata: { labels: { [enforce]: null } } }, bare, {
      objectRef: { resource: 'namespaces', subresource: 'status' },
    }),
    'privileged',
  ],
  [
    'of a namespace that is being deleted',
    onNamespace('update', bare, { metadata: { deletionTimestamp: '2026-03-01T10:00:00Z' } }),
    undefined,
  ],
  ['of another kind', { ...onNamespace('create', bare, bare), objectRef: { resource: 'pods' } }, undefined],
  [
    'of another group',
    { ...onNamespace('create', bare, bare), objectRef: { resource: 'namespaces', apiGroup: 'x.io' } },
    undefined,
  ],
  ['read', onNamespace('get', null, bare), undefined],
  ['deleted', onNamespace('delete', null, bare), undefined],
];

export const namespaceCases: readonly Case[] = [
  ...securities.map(
    ([name, event, security]): Case => ({
      name: `pod security: ${name}`,
      event,
      fields: { 'harrier.pod_security': security },
    }),
  ),
  {
    name: 'labels: of what a delete returns',
    event: onNamespace('delete', null, withLabels(restricted)),
    fields: { 'harrier.labels.before': restricted, 'harrier.labels.after': undefined },
  },
  {
    name: 'labels: of all that a deletion of many returns',
    event: onNamespace('deletecollection', null, {
      kind: 'PodList',
      items: [withLabels({ app: 'agent' }), withLabels({ app: 'web' }), 'x'],
    }),
    fields: { 'harrier.labels.before': [{ app: 'agent' }, { app: 'web' }] },
  },
  {
    name: 'labels: not of a delete that returns a status',
    event: onNamespace('delete', null, { kind: 'Status', metadata: { labels: { a: 'b' } } }),
    fields: { 'harrier.labels.before': undefined },
  },
  {
    name: 'labels: tested by a JSON patch',
    event: onNamespace(
      'patch',
      [
        { op: 'test', path: '/metadata/labels/pod-security.kubernetes.io~1enforce', value: 'restricted' },
        { op: 'test', path: '/metadata/labels', value: { team: 'a' } },
        { op: 'replace', path: '/metadata/labels/team', value: 'b' },
        { op: 'test', path: '/metadata/labels/team', value: 'b' },
      ],
      withLabels({ team: 'b' }),
    ),
    fields: { 'harrier.labels.before': restricted, 'harrier.labels.after': { team: 'b' } },
  },
  {
    name: 'labels: a test that failed tells nothing',
    event: onNamespace(
      'patch',
      [{ op: 'test', path: '/metadata/labels/team', value: 'x' }],
      { kind: 'Status' },
      { responseStatus: { code: 422 } },
    ),
    fields: { 'harrier.labels.before': undefined },
  },
  {
    name: 'labels: what was applied last tells nothing of before',
    event: onNamespace(
      'patch',
      {
        metadata: {
          annotations: {
            'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(withLabels(restricted)),
          },
        },
      },
      bare,
    ),
    fields: { 'harrier.labels.before': undefined, 'harrier.labels.after': { team: 'a' } },
  },
  {
    name: 'labels: of an update, as the response has them',
    event: onNamespace('update', withLabels({ team: 'x' }), bare),
    fields: { 'harrier.labels.after': { team: 'a' } },
  },
];
