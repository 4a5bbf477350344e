/** Audit events and deliveries in the shapes that EKS, CloudWatch Logs and S3 give them; the values are ours. */
import { gzipSync } from 'node:zlib';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { exec } from '../alert/sample.ts';
import { bucket } from './deployment.ts';

let count = 0;

/** An exec into a pod: an alert of medium severity. Each call is another request. */
export function execEvent(): JsonObject {
  return { ...exec, auditID: `exec-${count++}` };
}

/** Somebody is made cluster-admin: an alert of high severity. Each call is another request. */
export function bindingEvent(): JsonObject {
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'RequestResponse',
    auditID: `binding-${count++}`,
    stage: 'ResponseComplete',
    requestURI: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
    verb: 'create',
    user: { username: 'mallory', groups: ['system:authenticated'] },
    sourceIPs: ['203.0.113.7'],
    userAgent: 'kubectl/v1.31.0 (linux/amd64) kubernetes/9edcffc',
    objectRef: {
      resource: 'clusterrolebindings',
      name: 'pwn',
      apiGroup: 'rbac.authorization.k8s.io',
      apiVersion: 'v1',
    },
    responseStatus: { metadata: {}, code: 201 },
    requestObject: {
      kind: 'ClusterRoleBinding',
      apiVersion: 'rbac.authorization.k8s.io/v1',
      metadata: { name: 'pwn' },
      subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'mallory' }],
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    },
    requestReceivedTimestamp: '2026-03-01T10:00:00.123456Z',
    stageTimestamp: '2026-03-01T10:00:00.654321Z',
    annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': '' },
  };
}

/** As EKS calls it: the cluster is `blue`. */
export const logGroup = '/aws/eks/blue/cluster';

/** The envelope of CloudWatch Logs. */
export function envelope(messages: readonly string[], more: JsonObject = {}): JsonObject {
  return {
    messageType: 'DATA_MESSAGE',
    owner: '444455556666',
    logGroup,
    logStream: 'kube-apiserver-audit-0123456789abcdef0123456789abcdef',
    subscriptionFilters: ['harrier'],
    logEvents: messages.map((message, i) => ({ id: `${3819 + i}`, timestamp: 1772359200000 + i, message })),
    ...more,
  };
}

/** What a subscription invokes a function with. */
export function subscription(content: JsonObject | string): { awslogs: { data: string } } {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return { awslogs: { data: gzipSync(text).toString('base64') } };
}

export function ndjson(...events: readonly JsonObject[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

/** S3's own notification. */
export function notification(...keys: readonly string[]): JsonObject {
  return { Records: keys.map((key) => s3Record(key)) };
}

export function s3Record(key: string, eventName = 'ObjectCreated:Put'): JsonObject {
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: 'eu-west-1',
    eventTime: '2026-03-01T10:01:00.000Z',
    eventName,
    userIdentity: { principalId: 'AWS:AROAEXAMPLE' },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'harrier',
      bucket: { name: bucket, ownerIdentity: { principalId: 'A1EXAMPLE' }, arn: `arn:aws:s3:::${bucket}` },
      object: { key: formEncoded(key), size: 1, eTag: 'e', sequencer: '0065E1B2C3D4E5F601' },
    },
  };
}

/** As S3 writes keys: spaces as `+`, all else but the safe characters percent-encoded. */
function formEncoded(key: string): string {
  return new URLSearchParams({ key }).toString().slice('key='.length).replaceAll('%2F', '/');
}

/** EventBridge's, which has the key as it is. */
export function eventBridge(key: string, detailType = 'Object Created'): JsonObject {
  return {
    version: '0',
    id: '17793124-05d4-b198-2fde-7ededc63b103',
    'detail-type': detailType,
    source: 'aws.s3',
    account: '111122223333',
    time: '2026-03-01T10:01:00Z',
    region: 'eu-west-1',
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: '0',
      bucket: { name: bucket },
      object: { key, size: 1, etag: 'e', sequencer: '00' },
      reason: 'PutObject',
    },
  };
}

/** SNS's envelope, as it lies in a queue without raw delivery. */
export function inSns(content: JsonObject): JsonObject {
  return {
    Type: 'Notification',
    MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
    TopicArn: 'arn:aws:sns:eu-west-1:111122223333:objects',
    Subject: 'Amazon S3 Notification',
    Message: JSON.stringify(content),
    Timestamp: '2026-03-01T10:01:00.000Z',
  };
}

/** What SNS invokes a function with. */
export function fromSns(content: JsonObject): JsonObject {
  const { Type, MessageId, TopicArn, Subject, Message, Timestamp } = inSns(content);
  const Sns = {
    Type: Type ?? '',
    MessageId: MessageId ?? '',
    TopicArn: TopicArn ?? '',
    Subject: Subject ?? '',
    Message: Message ?? '',
    Timestamp: Timestamp ?? '',
  };
  return {
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: 'arn:aws:sns:eu-west-1:111122223333:objects:1',
        Sns,
      },
    ],
  };
}

/** What SQS invokes a function with. Message `i` has the id `m<i>`. */
export function fromQueue(...bodies: readonly (JsonObject | string)[]): JsonObject {
  return {
    Records: bodies.map((body, i) => ({
      messageId: `m${i}`,
      receiptHandle: `r${i}`,
      body: typeof body === 'string' ? body : JSON.stringify(body),
      attributes: { ApproximateReceiveCount: '1' },
      messageAttributes: {},
      md5OfBody: 'x',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-west-1:111122223333:objects',
      awsRegion: 'eu-west-1',
    })),
  };
}

/** What S3 sends once, when notifications are set up. */
export const testEvent: JsonObject = {
  Service: 'Amazon S3',
  Event: 's3:TestEvent',
  Time: '2026-03-01T10:00:00.000Z',
  Bucket: bucket,
  RequestId: '1',
  HostId: '1',
};
