/** Finds the member in which a record was cut. */
import type { AuditEvent, CutText } from '../schema/audit-event.ts';
import type { CutString } from './salvage.ts';

/** How much of a cut string is kept: more than is ever shown, so that a secret at the end of what is shown is whole. */
const longest = 1024;

/**
 * @param string that the record ends in
 * @returns undefined if it is in a member of which nothing is left
 */
export function cutText(event: AuditEvent, string: CutString | undefined): CutText | undefined {
  if (string === undefined) return undefined;
  if (string.depth === 1) return { field: string.key, begins: string.text.slice(0, longest) };
  const last = Object.keys(event).at(-1);
  const holder = last === undefined ? undefined : event[last];
  return last !== undefined && typeof holder === 'object' && holder !== null ? { field: last } : undefined;
}
