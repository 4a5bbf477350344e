/** From matches to signals: each kind of rule concludes from its own, then rules that suppress keep signals back. */
import type { Match } from '../match/match.ts';
import type { CompiledRule } from '../match/rule-set.ts';
import type { SourcedEvent } from '../schema/audit-event.ts';
import type { Signal } from '../signal.ts';
import type { Conclusion } from './conclusion.ts';
import type { DeliveryContext } from './context.ts';
import { byKind } from './kinds.ts';
import type { Memory } from './memory.ts';
import { suppress } from './suppression/suppression.ts';

/** What a delivery gives to conclude from. */
export interface Matched {
  /** The rules that the events were tested by, matched or not. */
  readonly rules: readonly CompiledRule[];
  /** The events that were tested. */
  readonly events: readonly SourcedEvent[];
  /** The matches among them, in the order of the events. */
  readonly matches: readonly Match[];
}

/**
 * @returns signals by kind of rule, and of one kind in the order of their first match
 * @throws StateUnavailableError, StateShapeError: the delivery then fails, and is redelivered
 */
export async function correlate(
  { rules, events, matches }: Matched,
  context: DeliveryContext,
  memory: Memory,
): Promise<readonly Signal[]> {
  const all = rules.map(({ rule }) => rule);
  for (const [kind, ofKind] of byKind(all, (rule) => rule)) {
    await kind.begin?.(ofKind, events, context, memory);
  }
  if (matches.length === 0) return [];
  const conclusions: Conclusion[] = [];
  for (const [kind, ofKind] of byKind(matches, ({ rule }) => rule)) {
    // One by one: a delivery may have a million.
    for (const each of await kind.conclude(ofKind, context, memory)) conclusions.push(each);
  }
  return suppress(conclusions, context, memory);
}
