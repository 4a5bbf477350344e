/** Which alerts are one incident, and which are not: as an attacker and as an operator would see it. */
import { describe, expect, it } from 'vitest';
import { arrived, emptyBoard, withAlerts } from '../../src/incident/board.ts';
import { alert, alertId, type Given, node, serviceAccount, session, start } from './alerts.ts';

/** @returns names of the alerts, incident by incident */
function incidents(...given: readonly Given[]): readonly (readonly string[])[] {
  const names = new Map(given.map(({ name }) => [alertId(name), name]));
  const { incidents: found } = withAlerts(emptyBoard, given.map(alert).map(arrived), start);
  return found
    .map(({ pending }) => pending.map((id) => names.get(id) ?? id).toSorted())
    .toSorted((a, b) => (String(a) < String(b) ? -1 : 1));
}

const pod = (name: string, subresource?: string) => ({
  resource: 'pods',
  namespace: 'shop',
  name,
  ...(subresource !== undefined && { subresource }),
});

describe('alerts are one incident', () => {
  it.each<[string, readonly Given[]]>([
    [
      'of one IAM session',
      [
        { name: 'a', user: session('alice') },
        { name: 'b', at: 600, user: session('alice', 'engineer', 'ASIAOTHER') },
      ],
    ],
    [
      'of one IAM session in two clusters',
      [
        { name: 'a', cluster: 'blue' },
        { name: 'b', cluster: 'green' },
      ],
    ],
    [
      'of one access key under two names',
      [
        { name: 'a', user: session('alice', 'engineer', 'ASIASTOLEN') },
        { name: 'b', user: session('bob', 'engineer', 'ASIASTOLEN') },
      ],
    ],
    [
      'of one service account, whichever pod it is in',
      [
        { name: 'a', user: serviceAccount('shop', 'web', 'web-1') },
        { name: 'b', user: serviceAccount('shop', 'web', 'web-2') },
      ],
    ],
    [
      'of who entered a pod and what the pod then does',
      [
        { name: 'a', verb: 'get', objectRef: pod('web-1', 'exec') },
        { name: 'b', at: 5, user: serviceAccount('shop', 'web', 'web-1') },
      ],
    ],
    [
      'of who made a pod, and who entered it',
      [
        { name: 'a', verb: 'create', objectRef: pod('tool') },
        { name: 'b', at: 5, user: session('bob'), objectRef: pod('tool', 'attach') },
      ],
    ],
    [
      'of who asked for a token, and what is done with the account',
      [
        {
          name: 'a',
          verb: 'create',
          objectRef: {
            resource: 'serviceaccounts',
            namespace: 'kube-system',
            name: 'replicaset-controller',
            subresource: 'token',
          },
        },
        { name: 'b', at: 30, user: serviceAccount('kube-system', 'replicaset-controller') },
      ],
    ],
    [
      'of who put a pod onto a node by name, and what the identities of the node then do',
      [
        {
          name: 'a',
          severity: 'high',
          verb: 'create',
          objectRef: pod('tool'),
          requestObject: { spec: { nodeName: 'node-1' } },
        },
        { name: 'b', at: 5, severity: 'high', user: node('node-1') },
        { name: 'c', at: 9, severity: 'high', user: serviceAccount('other', 'flux', 'flux-1', 'node-1') },
      ],
    ],
    [
      'of severe acts on one thing',
      [
        {
          name: 'a',
          severity: 'high',
          objectRef: { resource: 'configmaps', namespace: 'kube-system', name: 'aws-auth' },
        },
        {
          name: 'b',
          at: 60,
          severity: 'critical',
          user: session('bob'),
          objectRef: { resource: 'configmaps', namespace: 'kube-system', name: 'aws-auth' },
        },
      ],
    ],
    [
      'that several rules made of one request',
      [
        { name: 'a', auditID: 'x', user: serviceAccount('kube-system', 'replicaset-controller') },
        {
          name: 'b',
          auditID: 'x',
          rule: 'other',
          user: serviceAccount('kube-system', 'replicaset-controller'),
        },
      ],
    ],
    [
      'of nobody from one address',
      [
        {
          name: 'a',
          user: { username: 'system:anonymous', groups: ['system:unauthenticated'] },
          address: '203.0.113.6',
        },
        {
          name: 'b',
          user: { username: 'system:anonymous', groups: ['system:unauthenticated'] },
          address: '203.0.113.6',
          rule: 'other',
        },
      ],
    ],
    [
      'of a controller by itself: of one rule in one namespace',
      [
        {
          name: 'a',
          user: serviceAccount('kube-system', 'replicaset-controller'),
          objectRef: { resource: 'secrets', namespace: 'shop', name: 'x' },
        },
        {
          name: 'b',
          user: serviceAccount('kube-system', 'replicaset-controller'),
          objectRef: { resource: 'secrets', namespace: 'shop', name: 'y' },
        },
      ],
    ],
  ])('%s', (_, given) => {
    expect(incidents(...given)).toEqual([given.map(({ name }) => name)]);
  });

  it('step by step, over several actors', () => {
    const found = incidents(
      { name: 'enters', objectRef: pod('web-1', 'exec') },
      {
        name: 'uses',
        at: 5,
        severity: 'high',
        user: serviceAccount('shop', 'web', 'web-1'),
        objectRef: { resource: 'secrets', namespace: 'shop', name: 'db' },
      },
      {
        name: 'again',
        at: 9,
        severity: 'high',
        user: node('node-1'),
        objectRef: { resource: 'secrets', namespace: 'shop', name: 'db' },
      },
    );
    expect(found).toEqual([['again', 'enters', 'uses']]);
  });
});

describe('alerts are two incidents', () => {
  it.each<[string, readonly Given[]]>([
    [
      'of two people behind one address',
      [
        { name: 'a', user: session('alice'), address: '203.0.113.6' },
        { name: 'b', user: session('bob'), address: '203.0.113.6' },
      ],
    ],
    [
      'of one session, with half a day of quiet between them',
      [{ name: 'a' }, { name: 'b', at: 12 * 60 + 1 }],
    ],
    [
      'of a service account of one name in two clusters',
      [
        { name: 'a', user: serviceAccount('shop', 'web', 'web-1') },
        { name: 'b', cluster: 'green', user: serviceAccount('shop', 'web', 'web-1') },
      ],
    ],
    [
      'of two people who read one secret, as people do',
      [
        {
          name: 'a',
          user: session('alice'),
          objectRef: { resource: 'secrets', namespace: 'shop', name: 'db' },
        },
        {
          name: 'b',
          user: session('bob'),
          objectRef: { resource: 'secrets', namespace: 'shop', name: 'db' },
        },
      ],
    ],
    [
      'of two pods on one node that nobody entered',
      [
        { name: 'a', severity: 'high', user: serviceAccount('shop', 'web', 'web-1', 'node-1') },
        { name: 'b', severity: 'high', user: serviceAccount('other', 'flux', 'flux-1', 'node-1') },
      ],
    ],
    [
      'of a controller in two namespaces',
      [
        {
          name: 'a',
          user: serviceAccount('kube-system', 'replicaset-controller'),
          objectRef: { resource: 'pods', namespace: 'shop', name: 'x' },
        },
        {
          name: 'b',
          user: serviceAccount('kube-system', 'replicaset-controller'),
          objectRef: { resource: 'pods', namespace: 'other', name: 'y' },
        },
      ],
    ],
    [
      'of who entered a pod, and what the pod does hours later',
      [
        { name: 'a', objectRef: pod('web-1', 'exec') },
        { name: 'b', at: 121, user: serviceAccount('shop', 'web', 'web-1') },
      ],
    ],
    [
      'of what an account did before somebody asked for its token',
      [
        {
          name: 'b',
          at: 30,
          verb: 'create',
          objectRef: {
            resource: 'serviceaccounts',
            namespace: 'kube-system',
            name: 'replicaset-controller',
            subresource: 'token',
          },
        },
        { name: 'a', user: serviceAccount('kube-system', 'replicaset-controller') },
      ],
    ],
    [
      'of a token that was refused, and the account',
      [
        {
          name: 'a',
          outcome: 'failure',
          verb: 'create',
          objectRef: {
            resource: 'serviceaccounts',
            namespace: 'kube-system',
            name: 'replicaset-controller',
            subresource: 'token',
          },
        },
        { name: 'b', at: 30, user: serviceAccount('kube-system', 'replicaset-controller') },
      ],
    ],
    [
      'of whoever was refused to enter a pod, and who did',
      [
        { name: 'a', objectRef: pod('web-1', 'exec') },
        { name: 'b', at: 5, status: 403, user: session('mallory'), objectRef: pod('web-1', 'exec') },
      ],
    ],
    [
      'of whoever asked for a thing that was not there, and who made it',
      [
        { name: 'a', verb: 'create', objectRef: pod('tool') },
        { name: 'b', at: 5, status: 404, verb: 'patch', user: session('mallory'), objectRef: pod('tool') },
      ],
    ],
    [
      'of whoever was refused a thing, and who had it, both severe',
      [
        {
          name: 'a',
          severity: 'high',
          objectRef: { resource: 'secrets', namespace: 'shop', name: 'db' },
        },
        {
          name: 'b',
          at: 5,
          severity: 'high',
          status: 403,
          user: session('mallory'),
          objectRef: { resource: 'secrets', namespace: 'shop', name: 'db' },
        },
      ],
    ],
    [
      'of whoever sends the audit id of another',
      [
        { name: 'a', auditID: 'x', user: session('alice') },
        { name: 'b', auditID: 'x', user: session('mallory') },
      ],
    ],
    [
      'of whoever impersonates another, and the other',
      [
        { name: 'a', user: session('mallory'), impersonatedUser: { username: 'bob' } },
        { name: 'b', user: { username: 'bob' } },
      ],
    ],
    [
      'of somebody whom an identity provider calls by the name of a node',
      [
        { name: 'a', severity: 'high', user: node('node-1') },
        { name: 'b', severity: 'high', user: { username: 'system:node:node-1', groups: ['sso'] } },
      ],
    ],
  ])('%s', (_, given) => {
    expect(incidents(...given)).toEqual(given.map(({ name }) => [name]).toSorted());
  });
});

it('an address that a caller writes into a header joins nothing', () => {
  const anonymous = { username: 'system:anonymous', groups: ['system:unauthenticated'] };
  expect(
    incidents(
      // Both have the same first address; the last is the API server's.
      { name: 'a', user: anonymous, address: '203.0.113.6' },
      { name: 'b', user: anonymous, address: '203.0.113.7', rule: 'other' },
    ),
  ).toEqual([['a'], ['b']]);
});
