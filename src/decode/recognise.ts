/** What a parsed record is. */
import type { AuditEvent, Json, JsonObject } from '../schema/audit-event.ts';
import { isObject } from '../schema/visit.ts';

const AUDIT_GROUP = 'audit.k8s.io/';
/** The other kinds of the audit.k8s.io group. */
const NOT_EVENTS: ReadonlySet<Json | undefined> = new Set(['EventList', 'Policy', 'PolicyList']);

/** An event that names its API group, as the API server's log backend writes it. */
export function isLabelledAuditEvent(value: Json): value is AuditEvent {
  if (!isObject(value)) return false;
  const { apiVersion } = value;
  return typeof apiVersion === 'string' && apiVersion.startsWith(AUDIT_GROUP) && !NOT_EVENTS.has(value.kind);
}

/**
 * Whether a value is an audit event: an object of the API group `audit.k8s.io`, or one that names no group and has
 * one of the strings every audit event has, or is an `Event` about a user, an object or a response. The items of an
 * `EventList` name no group, and collectors drop fields. A core/v1 or events.k8s.io `Event` names another group.
 */
export function isAuditEvent(value: Json): value is AuditEvent {
  if (!isObject(value)) return false;
  if (typeof value.apiVersion === 'string') return isLabelledAuditEvent(value);
  const { auditID, requestURI, verb, stage, kind, user, objectRef, responseStatus } = value;
  if ([auditID, requestURI, verb, stage].some((field) => typeof field === 'string')) return true;
  return kind === 'Event' && [user, objectRef, responseStatus].some(isObject);
}

/** The items of an audit webhook's `EventList`, or of what looks like a list: each item then speaks for itself. */
export function listItems(value: JsonObject): readonly Json[] | undefined {
  return Array.isArray(value.items) ? value.items : undefined;
}

/** What a value is, in a few words, for a message. */
export function describeRecord(value: Json): string {
  if (!isObject(value)) return JSON.stringify(value).slice(0, 40);
  const { kind, apiVersion } = value;
  if (typeof kind === 'string' && typeof apiVersion === 'string')
    return `${kind} of ${apiVersion}`.slice(0, 100);
  const keys = Object.keys(value);
  if (keys.length === 0) return 'an empty object';
  return `an object with ${keys.length === 1 ? 'the key' : 'the keys'} ${keys.slice(0, 5).join(', ')}`.slice(
    0,
    100,
  );
}
