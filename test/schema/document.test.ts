import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AuditEvent, JsonObject } from '../../src/schema/audit-event.ts';
import { renderDocument, renderElasticDocument } from '../../src/schema/document.ts';
import { sharedData } from '../shared-data.ts';

const event: AuditEvent = JSON.parse(`{
  "kind": "Event", "apiVersion": "audit.k8s.io/v1", "level": "RequestResponse", "auditID": "7f1c", "stage": "ResponseComplete",
  "requestURI": "/api/v1/namespaces/shop/pods", "verb": "create",
  "user": {"username": "alice", "uid": "u-1", "groups": ["system:authenticated", ""], "extra": {"arn": ["arn:aws:iam::111122223333:user/alice"]}},
  "sourceIPs": ["203.0.113.7"], "userAgent": "kubectl/v1.31.0",
  "objectRef": {"resource": "pods", "namespace": "shop", "name": "debug", "apiGroup": "", "apiVersion": "v1"},
  "responseStatus": {"metadata": {}, "code": 201},
  "requestObject": {"metadata": {"name": "debug", "creationTimestamp": null}, "spec": {"containers": [{"name": "c", "image": "alpine", "resources": {}}]}},
  "requestReceivedTimestamp": "2026-03-01T10:00:00.000000Z", "stageTimestamp": "2026-03-01T10:00:00.250000Z",
  "annotations": {"authorization.k8s.io/decision": "allow", "authorization.k8s.io/reason": ""}
}`);

describe('renderDocument', () => {
  it('renders an event under Elastic names, without what is empty, with what Elastic drops', () => {
    const origin = { source: 'x', cluster: 'blue', account: '111122223333', region: 'eu-west-1' };
    expect(renderDocument(event, origin)).toEqual({
      '@timestamp': '2026-03-01T10:00:00.250000Z',
      client: { ip: ['203.0.113.7'] },
      cloud: { account: { id: '111122223333' }, provider: 'aws', region: 'eu-west-1' },
      data_stream: { dataset: 'kubernetes.audit_logs', namespace: 'default', type: 'logs' },
      event: {
        action: 'create',
        dataset: 'kubernetes.audit_logs',
        kind: 'event',
        module: 'kubernetes',
        outcome: 'success',
      },
      harrier: {
        caller: 'person',
        containers: [{ image: 'alpine', name: 'c' }],
        dry_run: false,
        object: {
          metadata: { name: 'debug' },
          spec: { containers: [{ image: 'alpine', name: 'c' }] },
        },
        path: '/api/v1/namespaces/shop/pods',
        pod: { containers: [{ image: 'alpine', name: 'c' }] },
        remote_ip: '203.0.113.7',
        remote_network: 'internet',
      },
      kubernetes: {
        audit: {
          annotations: { 'authorization_k8s_io/decision': 'allow' },
          apiVersion: 'audit.k8s.io/v1',
          auditID: '7f1c',
          kind: 'Event',
          level: 'RequestResponse',
          objectRef: { apiVersion: 'v1', name: 'debug', namespace: 'shop', resource: 'pods' },
          requestObject: {
            metadata: { name: 'debug' },
            spec: { containers: [{ image: 'alpine', name: 'c' }] },
          },
          requestReceivedTimestamp: '2026-03-01T10:00:00.000000Z',
          requestURI: '/api/v1/namespaces/shop/pods',
          responseStatus: { code: 201 },
          sourceIPs: ['203.0.113.7'],
          stage: 'ResponseComplete',
          stageTimestamp: '2026-03-01T10:00:00.250000Z',
          user: {
            extra: { arn: ['arn:aws:iam::111122223333:user/alice'] },
            groups: ['system:authenticated'],
            uid: 'u-1',
            username: 'alice',
          },
          userAgent: 'kubectl/v1.31.0',
          verb: 'create',
        },
      },
      orchestrator: {
        api_version: 'audit.k8s.io/v1',
        cluster: { name: 'blue' },
        namespace: 'shop',
        resource: { name: 'debug', type: 'pods' },
        type: 'kubernetes',
      },
      related: { ip: ['203.0.113.7'], user: ['u-1', 'alice'] },
      source: { ip: ['203.0.113.7'] },
      user: { id: 'u-1', name: 'alice' },
      user_agent: { original: 'kubectl/v1.31.0' },
    });
  });

  it('leaves the event as it was', () => {
    const before = JSON.stringify(event);
    const document = renderDocument(event, { source: 'x' });
    (document.kubernetes as { audit: { verb: string } }).audit.verb = 'changed';
    expect(JSON.stringify(event)).toBe(before);
  });

  it('keeps a key __proto__ as data', () => {
    const hostile: AuditEvent = JSON.parse('{"verb":"get","requestObject":{"__proto__":{"polluted":"yes"}}}');
    const document = renderDocument(hostile, { source: 'x' });
    expect(JSON.stringify(document)).toContain('"__proto__":{"polluted":"yes"}');
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });
});

const events = sharedData('integrations/test-audit.log');
const expected = sharedData('integrations/test-audit.log-expected.json');

describe.runIf(events !== undefined && expected !== undefined)("Elastic's pipeline tests", () => {
  const lines = events === undefined ? [] : readFileSync(events, 'utf8').trim().split('\n');
  const documents: JsonObject[] =
    expected === undefined ? [] : JSON.parse(readFileSync(expected, 'utf8')).expected;
  const audit = lines.flatMap((line, index) =>
    JSON.parse(line).apiVersion === 'audit.k8s.io/v1' ? [{ line, document: documents[index] }] : [],
  );

  it('holds three audit events; the fourth line is of another provider', () => {
    expect([audit.length, lines.length]).toEqual([3, 4]);
  });

  it.each(audit)(
    '$document.kubernetes.audit.requestURI at $document.kubernetes.audit.stageTimestamp',
    ({ line, document }) => {
      const wanted = structuredClone(document) as Record<string, Record<string, unknown>>;
      // Of the shipper and the test, not of the pipeline: the raw text and a marker that asks to keep it.
      delete wanted.tags;
      delete wanted.event?.original;
      const {
        '@timestamp': _time,
        data_stream: _stream,
        ...rendered
      } = renderElasticDocument(JSON.parse(line), {
        source: 'x',
      }) as Record<string, Record<string, unknown>>;
      delete rendered.event?.dataset;
      delete rendered.event?.module;
      expect(rendered).toEqual(wanted);
    },
  );
});
