/** Which events are of one request. */
import type { AuditEvent, Json } from './audit-event.ts';

/**
 * What is the same in all stages of one request and in no other request. The `auditID` alone is not: the API server
 * takes it from the caller's `Audit-ID` header if there is one
 * (https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apiserver/pkg/endpoints/filters/audit_init.go).
 * An attacker who sends the same header with every request must not pass for one act.
 * @returns undefined for an event without an `auditID`: nothing tells its stages from other events
 */
export function requestKey(event: AuditEvent): string | undefined {
  const { auditID, requestReceivedTimestamp, requestURI } = event;
  if (typeof auditID !== 'string' || auditID === '') return undefined;
  return JSON.stringify([auditID, textOf(requestReceivedTimestamp), textOf(requestURI)]);
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
