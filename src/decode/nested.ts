/** Records within a record: what stood before the value of another member, or behind a cut. */
import type { Json, JsonObject } from '../schema/audit-event.ts';
import { isObject } from '../schema/visit.ts';
import { isEnvelope } from './envelope.ts';
import { isLabelledAuditEvent } from './recognise.ts';
import { wrapped } from './wrapper.ts';

/** What the text of an audit event has that hardly anything else has. */
const OF_EVENTS = /audit\.k8s\.io\/|"auditID"/;

/**
 * @returns whether the value holds an object that could be a record of its own. A record that was cut where a value is
 * expected takes the record behind it for that value. But a caller can also write such an object into a patch. The two
 * cannot be told apart, so such an object is not taken for an event.
 */
export function holdsRecord(record: Json | undefined): boolean {
  const content = isObject(record) ? wrapped(record) : undefined;
  // The content of a wrapper is the record itself. If it is a wrapper in turn, it may be another record's.
  const own = isObject(content) && wrapped(content) === undefined ? content : undefined;
  const pending: Json[] = membersOf(record).filter((member) => member !== own);
  for (const member of membersOf(own)) pending.push(member);
  // Not by recursion: how deep the value is has not been limited.
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (isObject(next) && couldBeRecord(next)) return true;
    for (const member of membersOf(next))
      if (typeof member === 'object' && member !== null) pending.push(member);
  }
  return false;
}

function membersOf(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

function couldBeRecord(value: JsonObject): boolean {
  const content = wrapped(value);
  return (
    typeof value.auditID === 'string' ||
    (isEnvelope(value) && value.logEvents !== undefined) ||
    (typeof content === 'string' && OF_EVENTS.test(content)) ||
    isLabelledAuditEvent(value)
  );
}
