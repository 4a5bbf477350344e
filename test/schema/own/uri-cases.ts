import type { AuditEvent } from '../../../src/schema/audit-event.ts';
import { mostParameters } from '../../../src/schema/query.ts';
import type { Case } from './case.ts';

const pods = '/api/v1/namespaces/shop/pods';

function request(verb: string, requestURI: string, more: AuditEvent = {}): AuditEvent {
  return { level: 'RequestResponse', requestURI, verb, objectRef: { resource: 'pods' }, ...more };
}

/** What is asked for in queries, and what is only made to look so. */
const dryRuns: readonly [query: string, isDryRun: boolean][] = [
  ['dryRun=All', true],
  ['dry%52un=%41ll', true],
  ['a=b&dryRun=All&dryRun=All', true],
  ['dryRun=All;', false],
  ['dryRun=All%zz', false],
  ['dryRun=All&dryRun=None', false],
  ['dryRun=', false],
  ['dryRun', false],
  ['dryRun=all', false],
  ['dryrun=All', false],
  ['xdryRun=All', false],
  ['a=dryRun=All', false],
  ['a;dryRun=All', false],
  ['a=?dryRun=All', false],
  [`dryRun=All${'&a'.repeat(mostParameters - 1)}`, true],
  [`dryRun=All${'&'.repeat(mostParameters)}`, false],
  ['', false],
];

const deletions: readonly [name: string, event: AuditEvent, isDryRun: boolean][] = [
  ['options in the body', { requestObject: { kind: 'DeleteOptions', dryRun: ['All'] } }, true],
  ['other options in the body', { requestObject: { kind: 'DeleteOptions', gracePeriodSeconds: 0 } }, false],
  ['an empty list', { requestObject: { dryRun: [] } }, false],
  ['a body that is none', { requestObject: ['All'] }, false],
  ['the query, where bodies are recorded and there is none', { requestURI: `${pods}/a?dryRun=All` }, true],
  [
    'the query beside a body, which alone is read',
    { requestURI: `${pods}/a?dryRun=All`, requestObject: { kind: 'DeleteOptions' } },
    false,
  ],
  [
    'the query at a level that records no bodies',
    { requestURI: `${pods}/a?dryRun=All`, level: 'Metadata' },
    false,
  ],
  [
    'the query before the body was read',
    { requestURI: `${pods}/a?dryRun=All`, stage: 'RequestReceived' },
    false,
  ],
  [
    'the query of an event whose objects were left out',
    { requestURI: `${pods}/a?dryRun=All`, annotations: { 'audit.k8s.io/truncated': 'true' } },
    false,
  ],
];

export const uriCases: readonly Case[] = [
  ...dryRuns.map(
    ([query, isDryRun]): Case => ({
      name: `dry run: ?${query.slice(0, 60)}`,
      event: request('create', `${pods}?${query}`),
      fields: { 'harrier.dry_run': isDryRun, 'harrier.path': pods },
    }),
  ),
  ...['update', 'patch'].map(
    (verb): Case => ({
      name: `dry run: ${verb}`,
      event: request(verb, `${pods}/a?dryRun=All`),
      fields: { 'harrier.dry_run': true },
    }),
  ),
  ...['get', 'list', 'watch', 'connect', 'post', ''].map(
    (verb): Case => ({
      name: `dry run: no write: ${verb}`,
      event: request(verb, `${pods}/a?dryRun=All`),
      fields: { 'harrier.dry_run': false },
    }),
  ),
  ...['exec', 'attach', 'portforward', 'proxy', 'token'].map(
    (subresource): Case => ({
      name: `dry run: ${subresource} does not look at it`,
      event: request('create', `${pods}/a/${subresource}?dryRun=All`, {
        objectRef: { resource: 'pods', subresource },
      }),
      fields: { 'harrier.dry_run': false },
    }),
  ),
  {
    name: 'dry run: an eviction does',
    event: request('create', `${pods}/a/eviction?dryRun=All`, {
      objectRef: { resource: 'pods', subresource: 'eviction' },
    }),
    fields: { 'harrier.dry_run': true },
  },
  {
    name: 'dry run: nobody knows of what',
    event: { verb: 'create', requestURI: `${pods}?dryRun=All` },
    fields: { 'harrier.dry_run': false },
  },
  {
    name: 'dry run: in the path',
    event: request('create', '/apis/x/clusterrolebindings/x&dryRun=All?fieldManager=k'),
    fields: {
      'harrier.dry_run': false,
      'harrier.path': '/apis/x/clusterrolebindings/x&dryRun=All',
      'harrier.query': { fieldManager: 'k' },
    },
  },
  ...['delete', 'deletecollection'].flatMap((verb) =>
    deletions.map(
      ([name, event, isDryRun]): Case => ({
        name: `dry run: ${verb} with ${name}`,
        event: request(verb, `${pods}/a`, event),
        fields: { 'harrier.dry_run': isDryRun },
      }),
    ),
  ),
  {
    name: 'query: a pair that Go drops leaves the others',
    event: request('list', '/api/v1/secrets?labelSelector=owner%3Dhelm;&limit=500'),
    fields: { 'harrier.query': { limit: '500' }, 'harrier.path': '/api/v1/secrets' },
  },
  {
    name: 'query: names as Go decodes them, repeated or not',
    event: request('create', `${pods}/a/exec?c%6Fmmand=cat&c%6Fmmand=/etc/shadow&__proto__=x&a.b=1`),
    fields: {
      'harrier.query': JSON.parse('{"command":["cat","/etc/shadow"],"__proto__":"x","a.b":"1"}'),
      'harrier.command': 'cat /etc/shadow',
    },
  },
  {
    name: 'query: a word that Go drops',
    event: request('create', `${pods}/a/exec?command=tar&command=;&command=cf`),
    fields: { 'harrier.command': 'tar cf', 'harrier.query': { command: ['tar', 'cf'] } },
  },
  {
    name: 'query: of a proxied path',
    event: request('get', '/api/v1/nodes/a/proxy/exec/kube-system/p/c?command=id&output=1&x=/proxy/metrics'),
    fields: {
      'harrier.path': '/api/v1/nodes/a/proxy/exec/kube-system/p/c',
      'harrier.query': { command: 'id', output: '1', x: '/proxy/metrics' },
    },
  },
  {
    name: 'query: none',
    event: request('get', '/api/v1/pods'),
    fields: { 'harrier.query': undefined, 'harrier.command': undefined, 'harrier.path': '/api/v1/pods' },
  },
  {
    name: 'query: no URI',
    event: {},
    fields: { 'harrier.query': undefined, 'harrier.path': undefined, 'harrier.dry_run': false },
  },
];
