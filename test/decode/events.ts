/** Audit events as EKS writes them, and what carries them. */
import { gzipSync } from 'node:zlib';
import type { JsonObject } from '../../src/schema/audit-event.ts';

/** A pod's creation, with the fields in the order of the API server's encoder. */
export function podCreated(auditID: string, more: JsonObject = {}): JsonObject {
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'RequestResponse',
    auditID,
    stage: 'ResponseComplete',
    requestURI: '/api/v1/namespaces/payments/pods?fieldManager=kubectl-run',
    verb: 'create',
    user: {
      username: 'kubernetes-admin',
      uid: 'aws-iam-authenticator:111122223333:AROAEXAMPLE',
      groups: ['system:masters', 'system:authenticated'],
      extra: { sessionName: ['jo'], arn: ['arn:aws:sts::111122223333:assumed-role/ops/jo'] },
    },
    sourceIPs: ['198.51.100.7'],
    userAgent: 'kubectl/v1.31.0 (linux/amd64) kubernetes/9edcffc',
    objectRef: { resource: 'pods', namespace: 'payments', name: 'toolbox', apiVersion: 'v1' },
    responseStatus: { metadata: {}, code: 201 },
    requestObject: {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { name: 'toolbox', annotations: { note: 'said "hi" }{ größe\\' } },
      spec: {
        containers: [
          { name: 'main', image: 'busybox', securityContext: { privileged: true } },
          { name: 'side', image: 'envoy' },
        ],
        hostPID: true,
      },
    },
    requestReceivedTimestamp: '2026-02-03T04:05:06.000001Z',
    stageTimestamp: '2026-02-03T04:05:06.010002Z',
    annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': '' },
    ...more,
  };
}

/** So many different events. */
export function someEvents(count: number): readonly JsonObject[] {
  return Array.from({ length: count }, (_, index) => podCreated(`id-${index + 1}`));
}

export interface EnvelopeParts {
  readonly owner?: string;
  readonly logGroup?: string;
  readonly logStream?: string;
  readonly messageType?: string;
}

/** The JSON of a subscription's envelope; the log events' ids are `<first>-1`, `<first>-2` and so on. */
export function envelope(messages: readonly string[], first = 'e', parts: EnvelopeParts = {}): string {
  return JSON.stringify({
    messageType: 'DATA_MESSAGE',
    owner: '111122223333',
    logGroup: '/aws/eks/shop/cluster',
    logStream: 'kube-apiserver-audit-0123456789abcdef0123456789abcdef',
    subscriptionFilters: ['harrier'],
    ...parts,
    logEvents: messages.map((message, index) => ({
      id: `${first}-${index + 1}`,
      timestamp: 1_770_091_506_000 + index,
      message,
    })),
  });
}

export function subscriptionPayload(json: string): { awslogs: { data: string } } {
  return { awslogs: { data: gzipSync(json).toString('base64') } };
}

export function lines(events: readonly JsonObject[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

/** As the API server's webhook backend sends events: the items do not name their kind and group. */
export function eventList(events: readonly JsonObject[]): JsonObject {
  const items = events.map(({ kind: _kind, apiVersion: _apiVersion, ...item }) => item);
  return { kind: 'EventList', apiVersion: 'audit.k8s.io/v1', metadata: {}, items };
}
