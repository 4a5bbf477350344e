/** From matches to signals: each kind of rule concludes in its own file, and then suppression has its say. */
import type { Match } from '../match/match.ts';
import type { CompiledRule } from '../match/rule-set.ts';
import type { Rule } from '../rule.ts';
import type { SourcedEvent } from '../schema/audit-event.ts';
import type { Signal } from '../signal.ts';
import type { Conclusion } from './conclusion.ts';
import type { DeliveryContext } from './context.ts';
import { beginWatching } from './learning.ts';
import type { Memory } from './memory.ts';
import { concludeNewTerms } from './new-terms.ts';
import { concludeRequests } from './requests.ts';
import { concludeSequences } from './sequence.ts';
import { suppress } from './suppression.ts';
import { concludeThresholds } from './threshold.ts';

/** What there is to conclude from. */
export interface Matched {
  /** All rules that the events were tested by, whether or not they matched. */
  readonly rules: readonly CompiledRule[];
  /** All events that were tested. */
  readonly events: readonly SourcedEvent[];
  readonly matches: readonly Match[];
}

type Conclude = (
  matches: readonly Match[],
  context: DeliveryContext,
  memory: Memory,
) => readonly Conclusion[] | Promise<readonly Conclusion[]>;

/** What each kind of rule makes of its matches: a new kind has no place to be forgotten in. */
const kinds: { readonly [Type in Rule['type']]: Conclude } = {
  query: concludeRequests,
  new_terms: concludeNewTerms,
  threshold: concludeThresholds,
  sequence: concludeSequences,
};

/**
 * @returns signals by kind of rule, and of one kind in the order of their first match
 * @throws StateUnavailableError, StateShapeError: the delivery then fails, and is redelivered
 */
export async function correlate(
  { rules, events, matches }: Matched,
  context: DeliveryContext,
  memory: Memory,
): Promise<readonly Signal[]> {
  await beginWatching(rules, events, context, memory);
  if (matches.length === 0) return [];
  const byType = Map.groupBy(matches, ({ rule }) => rule.type);
  const conclusions: Conclusion[] = [];
  for (const [type, conclude] of Object.entries(kinds)) {
    const found = byType.get(type as Rule['type']) ?? [];
    // One by one: a delivery may have a million.
    for (const each of await conclude(found, context, memory)) conclusions.push(each);
  }
  return suppress(conclusions, context, memory);
}
