import type { AuditEvent, Json } from '../../../src/schema/audit-event.ts';
import type { Case } from './case.ts';

const written = [{ apiGroups: ['', 'apps'], resources: ['*'], verbs: ['get'] }];
const read = [{ apiGroups: ['core', 'apps'], resources: ['*'], verbs: ['get'] }];
const role = (rules: Json): AuditEvent => ({ kind: 'Role', metadata: { name: 'a' }, rules });

function onRole(verb: string, requestObject: Json, responseObject: Json = null): AuditEvent {
  return { verb, objectRef: { resource: 'roles', name: 'a' }, requestObject, responseObject };
}

const roles: readonly [name: string, event: AuditEvent, rules: Json | undefined][] = [
  ['as it became', onRole('patch', { metadata: { labels: { a: 'b' } } }, role(written)), read],
  ['as it was asked for', onRole('create', role(written)), read],
  ['replaced by a JSON patch', onRole('patch', [{ op: 'replace', path: '/rules', value: written }]), read],
  [
    'added by a JSON patch',
    onRole('patch', [{ op: 'add', path: '/rules/-', value: written[0] ?? null }]),
    read,
  ],
  ['one group that is no list', onRole('create', role([{ apiGroups: '' }])), [{ apiGroups: ['core'] }]],
  ['of no group', onRole('create', role([{ nonResourceURLs: ['/x'] }])), [{ nonResourceURLs: ['/x'] }]],
  ['none', onRole('create', role([])), undefined],
  ['null', onRole('create', role(null)), undefined],
  ['no objects', onRole('create', role(['x'])), undefined],
  ['read', onRole('get', null, role(written)), undefined],
];

const asked = { operations: ['*'], apiGroups: [''], resources: ['secrets'] };
const askedRead = { operations: ['*'], apiGroups: ['core'], resources: ['secrets'] };

function onWebhooks(verb: string, requestObject: Json, responseObject: Json = null): AuditEvent {
  return {
    verb,
    objectRef: { resource: 'mutatingwebhookconfigurations', name: 'a' },
    requestObject,
    responseObject,
  };
}

const webhooks: typeof roles = [
  [
    'of all webhooks',
    onWebhooks('create', { webhooks: [{ name: 'b', rules: [asked] }, { rules: written }] }),
    [askedRead, ...read],
  ],
  [
    'of a webhook by JSON patch',
    onWebhooks('patch', [{ op: 'add', path: '/webhooks/0/rules/-', value: asked }]),
    [askedRead],
  ],
  ['of a webhook without any', onWebhooks('create', { webhooks: [{ name: 'b' }] }), undefined],
  ['no webhooks', onWebhooks('create', { webhooks: ['x', null] }), undefined],
];

export const rulesCases: readonly Case[] = [...roles, ...webhooks].map(([name, event, rules]) => ({
  name: `rules: ${name}`,
  event,
  fields: { 'harrier.rules': rules },
}));
