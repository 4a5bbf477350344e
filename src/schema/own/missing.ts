/** What an event does not hold whole. */
import type { AuditEvent } from '../audit-event.ts';
import { lacksItsObjects, lastMember, maybeCutOff } from './members.ts';

/** What a rule may want to know the absence of. */
const members = [
  'verb',
  'user',
  'sourceIPs',
  'userAgent',
  'objectRef',
  'responseStatus',
  'requestObject',
  'responseObject',
  'annotations',
] as const;

/**
 * `harrier.missing`: the members that an event may have had before it was cut, or before the API server left its
 * objects out; and the object or array that the cut may have gone through. A name or number that was cut is not
 * there at all.
 * @returns undefined for a whole event
 */
export function missing(event: AuditEvent, partial = false): readonly string[] | undefined {
  const lacks = lacksItsObjects(event);
  // Of nearly every event, so nothing is made for it.
  if (!partial && !lacks) return undefined;
  const cut: readonly string[] = partial ? members.filter((name) => isCut(event, name)) : [];
  const leftOut = lacks ? recorded(event).filter((name) => event[name] === undefined) : [];
  const all = new Set([...cut, ...leftOut]);
  return all.size === 0 ? undefined : [...all];
}

function isCut(event: AuditEvent, name: string): boolean {
  const value = event[name];
  if (value === undefined) return maybeCutOff(event, name);
  return typeof value === 'object' && value !== null && lastMember(event) === name;
}

/** The objects that the event's level records. */
function recorded({ level }: AuditEvent): readonly ('requestObject' | 'responseObject')[] {
  if (level === 'Metadata') return [];
  return level === 'Request' ? ['requestObject'] : ['requestObject', 'responseObject'];
}
