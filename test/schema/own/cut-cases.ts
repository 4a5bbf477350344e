import type { Case } from './case.ts';

const begin = { kind: 'Event', apiVersion: 'audit.k8s.io/v1', level: 'RequestResponse', auditID: 'a' };
const asked = {
  stage: 'ResponseComplete',
  requestURI: '/api/v1/namespaces/a/pods?dryRun=All',
  verb: 'create',
};
const who = { user: { username: 'alice' }, sourceIPs: ['203.0.113.7'], userAgent: 'curl/8' };
const what = { objectRef: { resource: 'pods', namespace: 'a' } };
const status = { responseStatus: { code: 201 } };
const times = { requestReceivedTimestamp: '2026-03-01T10:00:00Z', stageTimestamp: '2026-03-01T10:00:01Z' };
const request = { requestObject: { kind: 'Pod', spec: { hostPID: true } } };
const response = { responseObject: { kind: 'Pod', metadata: { annotations: { a: '<<<' } } } };

export const cutCases: readonly Case[] = [
  {
    name: 'missing: whole',
    event: { ...begin, ...asked },
    fields: { 'harrier.missing': undefined, 'harrier.dry_run': false },
  },
  {
    name: 'missing: cut in the URI',
    event: begin,
    partial: true,
    fields: {
      'harrier.missing': [
        'verb',
        'user',
        'sourceIPs',
        'userAgent',
        'objectRef',
        'responseStatus',
        'requestObject',
        'responseObject',
        'annotations',
      ],
      'harrier.path': undefined,
      'harrier.dry_run': false,
      'harrier.caller': undefined,
    },
  },
  {
    name: 'missing: cut in the addresses, of which some are there',
    event: { ...begin, ...asked, user: { username: 'alice' }, sourceIPs: ['1.1.1.1'] },
    partial: true,
    fields: {
      'harrier.missing': [
        'sourceIPs',
        'userAgent',
        'objectRef',
        'responseStatus',
        'requestObject',
        'responseObject',
        'annotations',
      ],
      'harrier.dry_run': false,
    },
  },
  {
    name: 'missing: a name that is there is whole',
    event: { ...begin, ...asked },
    partial: true,
    fields: {
      'harrier.missing': [
        'user',
        'sourceIPs',
        'userAgent',
        'objectRef',
        'responseStatus',
        'requestObject',
        'responseObject',
        'annotations',
      ],
    },
  },
  {
    name: 'missing: the subresource may be lost with the end of the reference',
    event: { ...begin, ...asked, ...who, ...what },
    partial: true,
    fields: {
      'harrier.missing': ['objectRef', 'responseStatus', 'requestObject', 'responseObject', 'annotations'],
      'harrier.dry_run': false,
    },
  },
  {
    name: 'missing: cut in the response; what was asked for is whole',
    event: { ...begin, ...asked, ...who, ...what, ...status, ...request, ...response },
    partial: true,
    fields: {
      'harrier.missing': ['responseObject', 'annotations'],
      'harrier.object': [request.requestObject, response.responseObject],
      'harrier.dry_run': true,
    },
  },
  {
    name: 'missing: what comes before the last member of a cut event was never there',
    event: { ...begin, ...asked, ...who, ...status, ...times },
    partial: true,
    fields: { 'harrier.missing': ['annotations'] },
  },
  {
    name: "missing: in another encoder's order nothing is certain",
    event: { auditID: 'a', annotations: {}, verb: 'get', userAgent: 'curl/8' },
    partial: true,
    fields: {
      'harrier.missing': [
        'user',
        'sourceIPs',
        'objectRef',
        'responseStatus',
        'requestObject',
        'responseObject',
      ],
    },
  },
  {
    name: 'missing: objects that the API server left out',
    event: {
      ...begin,
      ...asked,
      ...who,
      ...what,
      ...status,
      annotations: { 'audit.k8s.io/truncated': 'true' },
    },
    fields: { 'harrier.missing': ['requestObject', 'responseObject'], 'harrier.dry_run': true },
  },
  {
    name: 'missing: the one object that the level records',
    event: { level: 'Request', annotations: { 'audit.k8s.io/truncated': 'true' } },
    fields: { 'harrier.missing': ['requestObject'] },
  },
  {
    name: 'missing: none that the level records',
    event: { level: 'Metadata', annotations: { 'audit.k8s.io/truncated': 'true' } },
    fields: { 'harrier.missing': undefined },
  },
  {
    name: 'dry run: options that are lost with the end of a delete',
    event: {
      ...begin,
      ...asked,
      verb: 'delete',
      ...who,
      ...what,
      ...status,
    },
    partial: true,
    fields: { 'harrier.dry_run': false },
  },
];
