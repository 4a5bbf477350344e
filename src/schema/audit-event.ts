/** The audit event and where it came from: the words every room shares, as types. */

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

/**
 * A parsed `audit.k8s.io` event. Only its being an object is certain: every value is under the control of
 * whoever called the API server, or of a collector in between, so all reading goes through `schema/`.
 */
export type AuditEvent = JsonObject;

/** Where records come from. One object per delivery or envelope, shared by all its records. */
export interface Origin {
  /** What an operator can look up: a file path, `s3://bucket/key`, or `<log group>/<log stream>`. */
  readonly source: string;
  /** The EKS cluster's name, from the log group's name or from configuration: it is in no audit event. */
  readonly cluster?: string;
  /** AWS account id. */
  readonly account?: string;
  readonly region?: string;
  readonly logGroup?: string;
  readonly logStream?: string;
}

/** Where a record was cut. */
export interface CutText {
  /** The event's member that the cut is in. */
  readonly field: string;
  /** How that begins, if it is a string, unredacted: no part of the event, since its end is unknown. */
  readonly begins?: string;
}

/** An audit event with where it was found. */
export interface SourcedEvent {
  readonly event: AuditEvent;
  readonly origin: Origin;
  /** Position within `origin.source`: a 1-based line or item number, or CloudWatch's log event id. */
  readonly position: number | string;
  /** The record was cut at a size limit; `event` holds the fields before the cut. */
  readonly partial: boolean;
  /** Of an event that was cut within a string: which, and how it begins. */
  readonly cut?: CutText;
  /** When CloudWatch Logs says it was logged, epoch milliseconds; a cut record knows no other time. */
  readonly loggedAt?: number;
}
