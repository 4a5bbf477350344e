import type { SourcedEvent } from '../../../schema/audit-event.ts';
import { hashText } from '../../../schema/hash-text.ts';
import type { Source } from '../../../source/source.ts';
import { base } from './digits.ts';

/** Four digits. */
const most = base ** 4;

/**
 * @returns a number that tells an event from the others of its group at the same millisecond, in each delivery the same. Two
 * of them are the same by chance once in 68 million
 */
export function numberOf(event: SourcedEvent, source: Source): number {
  const hint = source.hintOf(event) ?? hashText(JSON.stringify(source.subjectOf(event)));
  return (hint + source.stageOf(event.event) + 1) % most;
}
