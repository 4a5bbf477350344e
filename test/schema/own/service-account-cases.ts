import type { AuditEvent, JsonObject } from '../../../src/schema/audit-event.ts';
import type { Case } from './case.ts';

const reference = { resource: 'serviceaccounts', namespace: 'shop', name: 'web', apiVersion: 'v1' };
const web = 'system:serviceaccount:shop:web';
const generated: JsonObject = { kind: 'ServiceAccount', metadata: { generateName: 'web-' } };
const answered: JsonObject = {
  kind: 'ServiceAccount',
  metadata: { generateName: 'web-', name: 'web-x2x7k' },
};

function about(more: JsonObject, event: AuditEvent = {}): AuditEvent {
  return { verb: 'create', objectRef: { ...reference, ...more }, ...event };
}

const accounts: readonly [name: string, event: AuditEvent, account: string | undefined, partial?: boolean][] =
  [
    ['created', about({}), web],
    ['read', about({}, { verb: 'get' }), web],
    ['whose token is asked for', about({ subresource: 'token' }), web],
    ['of the core group, which is named', about({ apiGroup: '' }), web],
    ['whose name is generated', about({ name: null }, { requestObject: generated }), undefined],
    [
      'whose name was generated',
      about({ name: null }, { requestObject: generated, responseObject: answered }),
      'system:serviceaccount:shop:web-x2x7k',
    ],
    [
      'whose name was generated, of which the event was cut',
      about({ name: null }, { requestObject: answered, responseObject: answered }),
      undefined,
      true,
    ],
    [
      'whose token is asked for by no name',
      about({ name: null, subresource: 'token' }, { responseObject: answered }),
      undefined,
    ],
    ['of no namespace', about({ namespace: null }), undefined],
    ['of no name', about({ name: '' }), undefined],
    ['listed', about({ name: null }, { verb: 'list' }), undefined],
    ['a custom resource of that name', about({ apiGroup: 'acme.io' }), undefined],
    ['of a group that is no text', about({ apiGroup: [''] }), undefined],
    ['another resource', about({ resource: 'pods' }), undefined],
    ['nothing', { verb: 'get' }, undefined],
  ];

export const serviceAccountCases: readonly Case[] = accounts.map(([name, event, account, partial]) => ({
  name: `a service account ${name}`,
  event,
  ...(partial && { partial }),
  fields: { 'harrier.service_account': account },
}));
