/** Which events are of one request. */
import type { AuditEvent, Json, SourcedEvent } from '../../schema/audit-event.ts';
import { hashText } from '../../schema/hash-text.ts';
import type { Subject } from '../source.ts';

const stages: readonly unknown[] = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'];

/** @returns -1 for an event without a stage that is known */
export function stageOf({ stage }: AuditEvent): number {
  return stages.indexOf(stage);
}

/**
 * The request or, for an event that names none, where it was found. A cut event has lost the time of its request,
 * without which the caller says which requests are one, so it is an act of its own, known again by its log event id or
 * place.
 */
export function subjectOf({ event, origin, position, partial }: SourcedEvent): Subject {
  return requestSubject(event, partial) ?? ['at', origin.source, position];
}

/** @returns undefined if nothing tells which request an event is of */
export function requestSubject(event: AuditEvent, partial: boolean): Subject | undefined {
  const key = requestKey(event);
  return key === undefined || (partial && textOf(event.requestReceivedTimestamp) === null)
    ? undefined
    : ['request', key];
}

const secondsLength = '2026-03-01T10:00:00'.length;

/**
 * @returns a number made of the `auditID` and of what of the time is below a second: whoever chooses the one, as callers may,
 * does not know the other. Undefined for an event that names no request
 */
export function hintOf({ event, partial }: SourcedEvent): number | undefined {
  const { auditID, requestReceivedTimestamp: time } = event;
  if (partial || typeof auditID !== 'string' || typeof time !== 'string' || auditID === '') return undefined;
  let hash = auditID.length <= 100 ? hashText(auditID) : hashText(auditID.slice(0, 100));
  for (let at = secondsLength; at < time.length && at < 40; at++)
    hash = Math.imul(hash ^ time.charCodeAt(at), 0x01000193);
  return hash >>> 0;
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
