/** The log streams of an EKS control plane, and how they are named in the keys of export tasks. */
import type { Origin } from '../schema/audit-event.ts';

/** What the names of the streams with audit events begin with. */
export const auditStreamPrefix = 'kube-apiserver-audit-';
/** The components beside the audit log that EKS writes to the same log group; a hash follows each. */
const OTHER_COMPONENT =
  /^(?:kube-apiserver|authenticator|kube-scheduler|kube-controller-manager|cloud-controller-manager)-/;

/** A stream of an EKS log group that holds no audit events. */
export function isOtherStream(stream: string): boolean {
  return !stream.startsWith(auditStreamPrefix);
}

/** A stream that is named after a control-plane component other than the audit log, in whatever log group. */
export function isControlPlaneStream(stream: string): boolean {
  return isOtherStream(stream) && OTHER_COMPONENT.test(stream);
}

/** `<prefix>/<task id>/<log stream>/000000.gz`; the stream's slashes are written as `-`. */
const EXPORT_KEY = /(?:^|[/\\])([^/\\]+)[/\\]\d{6}(?:\.gz)?$/;
/** CloudWatch Logs puts this object beside an export to see whether it may write to the bucket. */
const EXPORT_PROBE = /(?:^|[/\\])aws-logs-write-test$/;

/** `probe`: written to see whether the bucket can be written to. `other-stream`: it holds no audit events. */
export interface ExportedObject {
  readonly kind: 'probe' | 'other-stream' | 'may-be-audit';
  /** With the log stream, if the key names one. */
  readonly origin: Origin;
}

/** What an object's key or path says of its content, if a CloudWatch Logs export task wrote it. */
export function readExportKey(origin: Origin): ExportedObject {
  if (EXPORT_PROBE.test(origin.source)) return { kind: 'probe', origin };
  const stream = EXPORT_KEY.exec(origin.source)?.[1];
  if (stream === undefined) return { kind: 'may-be-audit', origin };
  if (isControlPlaneStream(stream)) return { kind: 'other-stream', origin: { ...origin, logStream: stream } };
  if (isOtherStream(stream)) return { kind: 'may-be-audit', origin };
  return { kind: 'may-be-audit', origin: { ...origin, logStream: stream } };
}
