import type { SourcedEvent } from '../../../schema/audit-event.ts';
import type { Source } from '../../../source/source.ts';
import { hashText } from './column.ts';
import { base } from './digits.ts';

/** Four digits. */
const most = base ** 4;

/**
 * @returns a number that tells an event from the others of its group at the same millisecond, in each delivery the same. Two
 * of them are the same by chance once in 68 million; whoever wants to bring it about does not know the microsecond, which is in it
 */
export function numberOf(event: SourcedEvent, source: Source): number {
  const [kind, ...parts] = source.subjectOf(event);
  let hash = hashText(kind);
  for (const part of parts) hash = hashText(String(part), hash);
  return hashText(String(source.stageOf(event.event)), hash) % most;
}
