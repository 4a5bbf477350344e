/** The envelope of CloudWatch Logs subscriptions: which cluster and stream its log events are from. */
import type { Json, JsonObject, Origin } from '../schema/audit-event.ts';
import { isControlPlaneStream, isOtherStream } from './log-stream.ts';

/** The log group that EKS writes a cluster's control-plane logs to. */
const EKS_LOG_GROUP = /^\/aws\/eks\/([^/]+)\/cluster$/;
/** How all of them begin. https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html */
export const eksLogGroups = '/aws/eks/';
export const logGroupOf = (cluster: string): string => `${eksLogGroups}${cluster}/cluster`;
export const clusterOfLogGroup = (logGroup: string): string | undefined => EKS_LOG_GROUP.exec(logGroup)?.[1];

/** An envelope as far as it is known before its log events. */
export type Envelope =
  | { readonly kind: 'audit'; readonly origin: Origin }
  /** Its stream holds no audit events. */
  | { readonly kind: 'other-stream' }
  /** CloudWatch's probe of whether the destination can be reached. */
  | { readonly kind: 'control' }
  | { readonly kind: 'unknown'; readonly problem: string };

export function isEnvelope(value: JsonObject): boolean {
  return typeof value.messageType === 'string';
}

/**
 * @param origin of the delivery; what the envelope says takes precedence over it
 * @returns `other-stream` in an EKS log group for all streams but `kube-apiserver-audit-*`, in any other group for
 * those that are named after another control-plane component
 */
export function openEnvelope(header: JsonObject, origin: Origin): Envelope {
  const { messageType, owner, logGroup, logStream } = header;
  if (messageType === 'CONTROL_MESSAGE') return { kind: 'control' };
  if (messageType !== 'DATA_MESSAGE') {
    const found = JSON.stringify(messageType)?.slice(0, 40);
    const problem = `a CloudWatch Logs envelope of messageType ${found}; expected DATA_MESSAGE or CONTROL_MESSAGE`;
    return { kind: 'unknown', problem };
  }
  const group = text(logGroup);
  const stream = text(logStream);
  const cluster = group === undefined ? undefined : clusterOfLogGroup(group);
  if (
    stream !== undefined &&
    (cluster === undefined ? isControlPlaneStream(stream) : isOtherStream(stream))
  ) {
    return { kind: 'other-stream' };
  }
  const account = text(owner);
  return {
    kind: 'audit',
    origin: {
      ...origin,
      ...(cluster !== undefined && { cluster }),
      ...(account !== undefined && { account }),
      ...(group !== undefined && { logGroup: group }),
      ...(stream !== undefined && { logStream: stream }),
    },
  };
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
