import { describe, expect, it } from 'vitest';
import { reason, reasonLimit } from '../../src/alert/reason.ts';
import type { Json, JsonObject, SourcedEvent } from '../../src/schema/audit-event.ts';
import { auditSource } from '../../src/source/audit/source.ts';
import { documentSource } from '../../src/source/document/source.ts';
import { exec, sourced } from './sample.ts';

const base: JsonObject = {
  auditID: 'a',
  stage: 'ResponseComplete',
  verb: 'get',
  user: { username: 'alice' },
  sourceIPs: ['203.0.113.7'],
  userAgent: 'kubectl/v1.31.0 (linux/amd64) kubernetes/9edcffc',
  responseStatus: { code: 200 },
  annotations: { 'authorization.k8s.io/decision': 'allow' },
};

function on(verb: string, resource: string, ref: JsonObject = {}, more: JsonObject = {}): JsonObject {
  return { ...base, verb, objectRef: { resource, ...ref }, ...more };
}

const web = { namespace: 'default', name: 'web-0' };
const podUri = '/api/v1/namespaces/default/pods/web-0';
const forbidden: JsonObject = {
  responseStatus: { code: 403 },
  annotations: { 'authorization.k8s.io/decision': 'forbid' },
};

/** Sections of the golden file: what the events have in common, and the events. */
const table: Readonly<Record<string, readonly JsonObject[]>> = {
  'who: names, roles, accounts, nodes, nobody': [
    exec,
    on('get', 'pods', web, {
      user: { username: 'x', extra: { 'sts.example.com/arn': ['arn:aws:iam::1:user/bob'] } },
    }),
    on('get', 'pods', web, {
      user: { username: 'arn:aws:iam::1:user/bob', extra: { arn: ['arn:aws:iam::1:user/bob'] } },
    }),
    on('get', 'pods', web, { user: { username: 'admin', extra: { sessionName: ['alice'] } } }),
    on('get', 'pods', web, { user: { username: 'system:serviceaccount:kube-system:flux' } }),
    on('get', 'pods', web, {
      user: {
        username: 'system:serviceaccount:shop:cart',
        extra: { 'authentication.kubernetes.io/pod-name': ['cart-7d'] },
      },
    }),
    on('get', 'pods', web, { user: { username: 'system:node:ip-10-0-0-1.ec2.internal' } }),
    on('get', 'pods', web, { user: { username: 'system:anonymous' } }),
    on('get', 'pods', web, { user: {} }),
    on('get', 'pods', web, { impersonatedUser: { username: 'system:admin' } }),
  ],
  'what: verbs': [
    'get',
    'list',
    'watch',
    'create',
    'update',
    'patch',
    'delete',
    'deletecollection',
    'approve',
  ].map((verb) =>
    on(
      verb,
      'secrets',
      verb === 'list' || verb === 'watch' || verb.endsWith('ion')
        ? { namespace: 'shop' }
        : { namespace: 'shop', name: 'db' },
    ),
  ),
  'what: objects': [
    on('list', 'secrets'),
    on('list', 'nodes'),
    on('get', 'nodes', { name: 'ip-10-0-0-1' }),
    on('create', 'namespaces', { namespace: 'shop', name: 'shop' }),
    on('list', 'ingresses', { namespace: 'shop', apiGroup: 'networking.k8s.io' }),
    on('list', 'endpoints'),
    on('get', 'virtualservices', { namespace: 'shop', name: 'cart', apiGroup: 'networking.istio.io' }),
    on('list', 'virtualservices', { apiGroup: 'networking.istio.io' }),
    on('create', 'pods', { namespace: 'shop' }, { responseObject: { metadata: { name: 'debug-x7k' } } }),
    on('create', 'pods', { namespace: 'shop' }, { requestObject: { metadata: { generateName: 'debug-' } } }),
    on('create', 'pods', { namespace: 'shop' }),
    { ...base, objectRef: { resource: 'pods', ...web }, verb: '' },
    { ...base, requestURI: '/version' },
    { ...base, verb: 'post', requestURI: '/logs/../../etc?x=1' },
    { ...base },
    { ...base, verb: '' },
  ],
  'what: subresources': [
    on(
      'create',
      'pods',
      { ...web, subresource: 'exec' },
      { requestURI: `${podUri}/exec?command=%2Fbin%2Fbash&tty=true` },
    ),
    on('get', 'pods', { ...web, subresource: 'exec' }, { requestURI: `${podUri}/exec` }),
    on(
      'create',
      'pods',
      { ...web, subresource: 'exec' },
      { requestURI: `${podUri}/exec?command=sh&command=-c&command=${'A'.repeat(400)}` },
    ),
    on('create', 'pods', { ...web, subresource: 'attach' }),
    on('get', 'pods', { ...web, subresource: 'portforward' }),
    on('get', 'pods', { ...web, subresource: 'log' }),
    on('create', 'pods', { ...web, subresource: 'eviction' }),
    on('create', 'pods', { ...web, subresource: 'binding' }),
    on('patch', 'pods', { ...web, subresource: 'ephemeralcontainers' }),
    on('get', 'nodes', { name: 'ip-10-0-0-1', subresource: 'proxy' }),
    on('create', 'services', { namespace: 'shop', name: 'db:5432', subresource: 'proxy' }),
    on('create', 'serviceaccounts', { namespace: 'shop', name: 'cart', subresource: 'token' }),
    on(
      'update',
      'certificatesigningrequests',
      { name: 'csr-1', subresource: 'approval' },
      {
        requestObject: { status: { conditions: [{ type: 'Approved' }] } },
      },
    ),
    on(
      'update',
      'certificatesigningrequests',
      { name: 'csr-1', subresource: 'approval' },
      {
        requestObject: { status: { conditions: [{ type: 'Denied' }] } },
      },
    ),
    on(
      'patch',
      'deployments',
      { namespace: 'shop', name: 'cart', subresource: 'scale' },
      {
        requestObject: { spec: { replicas: 0 } },
      },
    ),
    on('update', 'deployments', { namespace: 'shop', name: 'cart', subresource: 'status' }),
  ],
  'what: details of the request': [
    on(
      'create',
      'clusterrolebindings',
      { name: 'pwn' },
      {
        requestObject: {
          roleRef: { name: 'cluster-admin' },
          subjects: [
            { kind: 'User', name: 'mallory' },
            { kind: 'Group', name: 'system:unauthenticated' },
          ],
        },
      },
    ),
    on('create', 'pods', web, {
      requestObject: {
        spec: { containers: [{ image: 'alpine:3' }, { image: 'busybox' }, { image: 'alpine:3' }] },
      },
    }),
    on(
      'create',
      'daemonsets',
      { namespace: 'kube-system', name: 'agent' },
      {
        requestObject: {
          spec: { template: { spec: { containers: [{ image: 'registry.example/miner:1' }] } } },
        },
      },
    ),
  ],
  'what: questions': [
    'selfsubjectaccessreviews',
    'selfsubjectrulesreviews',
    'selfsubjectreviews',
    'subjectaccessreviews',
    'tokenreviews',
  ].map((resource) => on('create', resource)),
  outcome: [
    on('list', 'secrets', {}, forbidden),
    on('create', 'selfsubjectrulesreviews', {}, forbidden),
    on(
      'create',
      'pods',
      { ...web, subresource: 'exec' },
      { ...forbidden, requestURI: `${podUri}/exec?command=id` },
    ),
    on(
      'list',
      'secrets',
      {},
      { responseStatus: { code: 401 }, annotations: {} as Json, user: { username: 'system:anonymous' } },
    ),
    on('create', 'pods', web, { responseStatus: { code: 403 } }),
    on('watch', 'pods', {}, { responseStatus: { code: 403 } }),
    on('create', 'pods', web, { responseStatus: { code: '409' } }),
    on('get', 'pods', web, { responseStatus: { code: 404 } }),
    on('create', 'pods', web, { stage: 'Panic', responseStatus: { code: 500 } }),
  ],
  'from where, with what': [
    on('get', 'pods', web, { sourceIPs: ['198.51.100.1', '10.0.0.5'] }),
    on('get', 'pods', web, { sourceIPs: ['2001:db8::1'], userAgent: 'curl/8.5.0' }),
    on('get', 'pods', web, { sourceIPs: [], userAgent: '' }),
    on('get', 'pods', web, { userAgent: 'Go-http-client/1.1' }),
    on('get', 'pods', web, { userAgent: 'python-requests' }),
    on('get', 'pods', web, { userAgent: 'my tool, from 10.0.0.1 with kubectl 1.31' }),
  ],
  'hostile values': [
    on('get', 'pods', { namespace: 'default', name: 'web-0 from 10.0.0.1' }),
    on('get', 'pods', { namespace: 'default', name: 'safe\u202egnp.exe' }),
    on('get', 'pods', { namespace: 'default', name: 'a\r\nSubject: gotcha' }),
    on('get', 'pods', { namespace: 'default', name: 'x"y' }),
    on(
      'create',
      'pods',
      { ...web, subresource: 'exec' },
      { requestURI: `${podUri}/exec?command=%1b%5b2J%0als` },
    ),
    on('\u001b]0;owned\u0007', 'pods', web),
    on('get', '__proto__', { name: 'constructor', subresource: 'toString' }),
    on(
      'get',
      'p'.repeat(500),
      { namespace: 'n'.repeat(500), name: 'm'.repeat(500) },
      {
        user: { username: 'u'.repeat(500) },
        sourceIPs: ['i'.repeat(500)],
        userAgent: 'a'.repeat(500),
      },
    ),
    on(
      'get',
      'pods',
      { namespace: 7, name: [] },
      { user: 'root', sourceIPs: 'here', userAgent: {}, responseStatus: [] },
    ),
  ],
};

describe('the sentence of an alert', () => {
  it('tells each event as it always did', async () => {
    const told = Object.entries(table).map(([section, events]) => {
      const sentences = events.map((event) => reason([sourced(event)], auditSource));
      return `# ${section}\n${sentences.join('\n')}\n`;
    });
    await expect(told.join('\n')).toMatchFileSnapshot('golden/reasons.txt');
  });

  it('is one line of visible characters within its limit', () => {
    for (const event of Object.values(table).flat()) {
      const sentence = reason([sourced(event, { partial: true })], auditSource);
      expect(sentence).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]+$/u);
      expect(sentence.length).toBeLessThanOrEqual(reasonLimit);
    }
  });

  it('says that the record was cut, even when the sentence is too long', () => {
    const long = on(
      'get',
      'p'.repeat(500),
      { namespace: 'n'.repeat(500), name: 'm'.repeat(500) },
      { user: { username: 'u'.repeat(500) } },
    );
    expect(reason([sourced(long, { partial: true })], auditSource)).toMatch(
      /… \(the record was cut, details are missing\)$/,
    );
  });

  const at = (auditID: string, stageTimestamp: string): SourcedEvent =>
    sourced({ ...exec, auditID, stageTimestamp });
  it.each([
    ['one request in two stages', [at('a', '2026-03-01T10:00:00Z'), at('a', '2026-03-01T10:00:09Z')], ''],
    [
      'requests within seconds',
      [at('a', '2026-03-01T10:00:00Z'), at('b', '2026-03-01T10:00:09Z')],
      ' (newest of 2 requests within 9 s)',
    ],
    [
      'requests within minutes',
      [at('a', '2026-03-01T10:00:00Z'), at('b', '2026-03-01T10:04:01Z')],
      ' (newest of 2 requests within 5 min)',
    ],
    [
      'requests within hours',
      [at('a', '2026-03-01T10:00:00Z'), at('b', '2026-03-01T16:00:00Z')],
      ' (newest of 2 requests within 6 h)',
    ],
    [
      'requests without a time',
      [at('a', ''), at('b', '')].map((one) => ({
        ...one,
        event: { ...one.event, requestReceivedTimestamp: '' },
      })),
      ' (newest of 2 requests)',
    ],
  ])('counts %s', (_, events, end) => {
    const [alone] = events.slice(-1) as [SourcedEvent];
    expect(reason(events, auditSource)).toBe(reason([alone], auditSource) + end);
  });

  it.each([
    ['a document of an audit event', { kubernetes: { audit: exec } }, reason([sourced(exec)], auditSource)],
    [
      'the decision as documents have it',
      {
        kubernetes: {
          audit: { ...on('list', 'secrets'), annotations: { 'authorization_k8s_io/decision': 'forbid' } },
        },
      },
      'alice was denied permission to list secrets in all namespaces from 203.0.113.7 with kubectl 1.31.0',
    ],
    [
      'any other document',
      { user: { name: 'bob smith' }, event: { action: 'logon' }, host: { name: 'srv-1' } },
      '"bob smith" did logon on srv-1',
    ],
    ['an empty document', {}, 'Somebody did what the rule describes'],
  ])('reads %s', (_, document, expected) => {
    expect(reason([sourced(document as JsonObject)], documentSource)).toBe(expected);
  });
});
