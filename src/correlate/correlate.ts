/** From matches to signals: each kind of rule concludes in its own file, and then suppression has its say. */
import type { Match } from '../match/match.ts';
import type { CompiledRule } from '../match/rule-set.ts';
import type { SourcedEvent } from '../schema/audit-event.ts';
import type { Signal } from '../signal.ts';
import type { Reading } from './act.ts';
import { beginWatching } from './learning.ts';
import type { Memory } from './memory.ts';
import { concludeNewTerms } from './new-terms.ts';
import { concludeRequests } from './requests.ts';
import { suppress } from './suppression.ts';
import { concludeThresholds } from './threshold.ts';

/** What there is to conclude from. */
export interface Matched {
  /** All rules that looked, */
  readonly rules: readonly CompiledRule[];
  /** at all these events, */
  readonly events: readonly SourcedEvent[];
  /** and what they found. */
  readonly matches: readonly Match[];
}

/**
 * @returns signals by kind of rule, and of one kind in the order of their first match
 * @throws StateUnavailableError, StateShapeError: the delivery then fails, and is redelivered
 */
export async function correlate(
  { rules, events, matches }: Matched,
  reading: Reading,
  memory: Memory,
): Promise<readonly Signal[]> {
  await beginWatching(rules, events, reading, memory);
  if (matches.length === 0) return [];
  const ofType = Map.groupBy(matches, ({ rule }) => rule.type);
  const conclusions = [
    ...concludeRequests(ofType.get('query') ?? [], reading),
    ...(await concludeNewTerms(ofType.get('new_terms') ?? [], reading, memory)),
    ...(await concludeThresholds(ofType.get('threshold') ?? [], reading, memory)),
  ];
  return suppress(conclusions, reading, memory);
}
