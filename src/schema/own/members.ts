/** The members of an audit event in the order in which the API server writes them, which a cut leaves the first of. */
import type { AuditEvent } from '../audit-event.ts';

/**
 * Go's encoder writes a struct's fields in the order of their declaration.
 * https://github.com/kubernetes/apiserver/blob/master/pkg/apis/audit/v1/types.go
 */
export const eventMembers: readonly string[] = [
  'kind',
  'apiVersion',
  'level',
  'auditID',
  'stage',
  'requestURI',
  'verb',
  'user',
  'impersonatedUser',
  'authenticationMetadata',
  'sourceIPs',
  'userAgent',
  'objectRef',
  'responseStatus',
  'requestObject',
  'responseObject',
  'requestReceivedTimestamp',
  'stageTimestamp',
  'annotations',
];

const inOrder: ReadonlyMap<string, number> = new Map(eventMembers.map((name, index) => [name, index]));

/** The last member: of an event that was cut, the one that the cut may be in. */
export function lastMember(event: AuditEvent): string | undefined {
  return Object.keys(event).at(-1);
}

/**
 * Whether a member that a cut event lacks may have stood behind the cut. In Go's order it did not if something that
 * comes later is there; of another encoder's order nothing is known.
 */
export function maybeCutOff(event: AuditEvent, name: string): boolean {
  let last = -1;
  for (const key of Object.keys(event)) {
    const at = inOrder.get(key);
    if (at === undefined || at < last) return true;
    last = at;
  }
  return (inOrder.get(name) ?? last) > last || last === -1;
}

/**
 * Whether the API server left the objects out of an event that was too large for its backend.
 * https://github.com/kubernetes/apiserver/blob/master/plugin/pkg/audit/truncate/truncate.go
 */
export function lacksItsObjects({ annotations }: AuditEvent): boolean {
  if (typeof annotations !== 'object' || annotations === null || Array.isArray(annotations)) return false;
  return (annotations as AuditEvent)['audit.k8s.io/truncated'] === 'true';
}
