/** From matches to signals: each kind of rule concludes in its own file, and then suppression has its say. */
import type { Match } from '../match/match.ts';
import type { EventFormat, Signal } from '../signal.ts';
import type { Memory } from './memory.ts';
import { concludeNewTerms } from './new-terms.ts';
import { concludeRequests } from './requests.ts';
import { suppress } from './suppression.ts';
import { concludeThresholds } from './threshold.ts';

/**
 * @returns signals by kind of rule, and of one kind in the order of their first match
 * @throws StateUnavailableError, StateShapeError: the delivery then fails, and is redelivered
 */
export async function correlate(matches: readonly Match[], format: EventFormat, memory: Memory): Promise<readonly Signal[]> {
  if (matches.length === 0) return [];
  const ofType = Map.groupBy(matches, ({ rule }) => rule.type);
  const conclusions = [
    ...concludeRequests(ofType.get('query') ?? [], format),
    ...(await concludeNewTerms(ofType.get('new_terms') ?? [], format, memory)),
    ...(await concludeThresholds(ofType.get('threshold') ?? [], format, memory)),
  ];
  return suppress(conclusions, format, memory);
}
