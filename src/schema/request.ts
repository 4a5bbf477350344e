/** Which events are of one request. */
import type { AuditEvent, EventFormat, Json, SourcedEvent } from './audit-event.ts';
import { isObject } from './visit.ts';

/** What an event is an account of. JSON of it keeps its parts apart whatever they contain. */
export type Subject =
  | readonly ['request', key: string]
  | readonly ['document', id: string]
  | readonly ['at', source: string, position: number | string];

/**
 * The same for all stages of one request and for each delivery of them, and for no other request: the request; for a
 * document that names none, its `_id`; else the place. A cut event has lost the time of its request, without which
 * the caller says which requests are one, so it is an act of its own, known again by its log event id or place.
 */
export function subjectOf({ event, origin, position, partial }: SourcedEvent, format: EventFormat): Subject {
  const audit = auditPart(event, format);
  const key = audit === undefined ? undefined : requestKey(audit);
  if (key !== undefined && !(partial && textOf(audit?.requestReceivedTimestamp) === null))
    return ['request', key];
  const id = format === 'document' ? event._id : undefined;
  return typeof id === 'string' && id !== '' ? ['document', id] : ['at', origin.source, position];
}

/** The audit event that an event is or, for a document, has under `kubernetes.audit`. */
export function auditPart(event: AuditEvent, format: EventFormat): AuditEvent | undefined {
  if (format === 'audit') return event;
  const part = isObject(event.kubernetes) ? event.kubernetes.audit : undefined;
  return isObject(part) ? part : undefined;
}

/**
 * What is the same in all stages of one request and in no other request. The `auditID` alone is not: the API server
 * takes it from the caller's `Audit-ID` header if there is one
 * (https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apiserver/pkg/endpoints/filters/audit_init.go).
 * An attacker who sends the same header with every request must not pass for one act.
 * @returns undefined for an event without an `auditID`: nothing tells its stages from other events
 */
function requestKey(event: AuditEvent): string | undefined {
  const { auditID, requestReceivedTimestamp, requestURI } = event;
  if (typeof auditID !== 'string' || auditID === '') return undefined;
  return JSON.stringify([auditID, textOf(requestReceivedTimestamp), textOf(requestURI)]);
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
