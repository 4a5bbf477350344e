import { describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../src/schema/audit-event.ts';
import { outcome, relatedUser, timestamp } from '../../src/schema/derive.ts';
import { containers, pod } from '../../src/schema/own/pod.ts';
import { command } from '../../src/schema/own/request-uri.ts';

const main = { name: 'main', image: 'nginx' };
const init = { name: 'init', image: 'busybox' };
const debug = { name: 'debug', image: 'netshoot' };
const podSpec = { containers: [main], initContainers: [init], ephemeralContainers: [debug] };

describe('pod and containers', () => {
  it.each<[string, AuditEvent]>([
    ['a pod', { objectRef: { resource: 'pods' }, requestObject: { kind: 'Pod', spec: podSpec } }],
    [
      'a patch of a pod',
      {
        objectRef: { resource: 'pods', subresource: 'ephemeralcontainers' },
        requestObject: { spec: podSpec },
      },
    ],
    [
      'a deployment',
      { objectRef: { resource: 'deployments' }, requestObject: { spec: { template: { spec: podSpec } } } },
    ],
    [
      'a pod template',
      { objectRef: { resource: 'podtemplates' }, requestObject: { template: { spec: podSpec } } },
    ],
    [
      'a cron job',
      {
        objectRef: { resource: 'cronjobs' },
        requestObject: { spec: { jobTemplate: { spec: { template: { spec: podSpec } } } } },
      },
    ],
    [
      'a JSON patch, by what it led to',
      {
        objectRef: { resource: 'pods' },
        requestObject: [{ op: 'add', path: '/spec/x', value: 1 }],
        responseObject: { kind: 'Pod', spec: podSpec },
      },
    ],
  ])('are found in %s', (_name, event) => {
    expect(pod(event)).toEqual(podSpec);
    expect(containers(event)).toEqual([main, init, debug]);
  });

  it.each<[string, AuditEvent]>([
    [
      'a template in a pod',
      { objectRef: { resource: 'pods' }, requestObject: { spec: { ...podSpec, template: { spec: {} } } } },
    ],
    [
      'a job template in a deployment',
      {
        requestObject: {
          spec: {
            template: { spec: podSpec },
            jobTemplate: { spec: { template: { spec: { containers: [] } } } },
          },
        },
      },
    ],
    [
      'a template beside the spec',
      {
        objectRef: { resource: 'pods' },
        requestObject: { spec: podSpec, template: { spec: { containers: [] } } },
      },
    ],
  ])('are not hidden by a decoy: %s', (_name, event) => {
    expect(containers(event)).toEqual([main, init, debug]);
    expect(JSON.stringify(pod(event))).toContain('netshoot');
  });

  it.each<[string, AuditEvent]>([
    [
      'a service',
      { objectRef: { resource: 'services' }, requestObject: { kind: 'Service', spec: { type: 'NodePort' } } },
    ],
    ['a request without a body', { objectRef: { resource: 'pods' } }],
    [
      'a list of containers that is none',
      { objectRef: { resource: 'pods' }, requestObject: { spec: { containers: 'x' } } },
    ],
  ])('are absent in %s', (_name, event) => {
    expect(containers(event)).toBeUndefined();
  });
});

describe('command', () => {
  const exec = '/api/v1/namespaces/a/pods/b/exec';
  it.each([
    [`${exec}?command=sh&command=-c&command=id%20-a&stdin=true`, 'sh -c id -a'],
    [`${exec}?container=x&command=cat&command=%2Fetc%2Fshadow`, 'cat /etc/shadow'],
    [`${exec}?command=a+b`, 'a b'],
    [`${exec}?stdin=true`, undefined],
    [exec, undefined],
    ['/command=x', undefined],
    [`${exec}?command=%ff`, '\ufffd'],
    [undefined, undefined],
  ])('of %s is %j', (requestURI, expected) => {
    expect(command(requestURI === undefined ? {} : { requestURI })).toBe(expected);
  });
});

describe('timestamp', () => {
  it('is that of the stage, else of the request, else of the first audit API', () => {
    const event = { stageTimestamp: 'c', requestReceivedTimestamp: 'b', timestamp: 'a' };
    expect(timestamp(event)).toBe('c');
    expect(timestamp({ ...event, stageTimestamp: '' })).toBe('b');
    expect(timestamp({ timestamp: 'a' })).toBe('a');
    expect(timestamp({ stageTimestamp: 5 })).toBeUndefined();
  });
});

describe('outcome', () => {
  it.each([
    ['allow', 'success'],
    ['forbid', 'failure'],
    ['', undefined],
    [undefined, undefined],
  ])('of the decision %j is %j', (decision, expected) => {
    expect(
      outcome(decision === undefined ? {} : { annotations: { 'authorization.k8s.io/decision': decision } }),
    ).toBe(expected);
  });
});

describe('relatedUser', () => {
  it('is the id and the name, each once', () => {
    expect(relatedUser({ user: { uid: 'u', username: 'n' } })).toEqual(['u', 'n']);
    expect(relatedUser({ user: { uid: 'n', username: 'n' } })).toEqual(['n']);
    expect(relatedUser({ user: { uid: '', username: 5 } })).toBeUndefined();
    expect(relatedUser({ user: 'x' })).toBeUndefined();
  });
});
