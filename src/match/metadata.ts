/** `METADATA` of ES|QL: what an index would know of an event beside its fields. */
import type { AuditEvent } from '../schema/audit-event.ts';

/** The caller may choose an `auditID` of any length. */
const longest = 128;

/** `_id`: of a document its own; of an audit event `<auditID>/<stage>`, as alerts name events. */
export function documentId({ _id, auditID, stage }: AuditEvent): string | null {
  if (typeof _id === 'string') return _id;
  if (typeof auditID !== 'string' || auditID === '') return null;
  const id = auditID.slice(0, longest);
  return typeof stage === 'string' && stage !== '' ? `${id}/${stage.slice(0, 40)}` : id;
}

/** `_index`. @param otherwise what the query says of all */
export function documentIndex({ _index }: AuditEvent, otherwise: string | null): string | null {
  return typeof _index === 'string' ? _index : otherwise;
}

/** `_source`: a document as JSON text. */
export function documentSource(document: AuditEvent): string {
  return JSON.stringify(document);
}

/** `_version`: an audit event is written once. */
export function documentVersion({ _version }: AuditEvent): number {
  return typeof _version === 'number' ? Math.trunc(_version) : 1;
}
