/** From matches to signals: each kind of rule concludes from its own, then rules that suppress keep signals back. */
import type { Match } from '../match/match.ts';
import type { CompiledRule } from '../match/rule-set.ts';
import type { Rule } from '../rule.ts';
import type { SourcedEvent } from '../schema/audit-event.ts';
import type { Signal } from '../signal.ts';
import type { EventContext } from './act.ts';
import type { Conclusion } from './conclusion.ts';
import type { DeliveryContext } from './context.ts';
import type { Kind } from './kind.ts';
import { byKind, kindOf } from './kinds.ts';
import type { Memory } from './memory.ts';
import { suppress } from './suppression/suppression.ts';

/**
 * Called for the events of a delivery before its matches are looked at, also if they have none.
 * @param rules the rules that the events were tested by, matched or not
 * @throws StateUnavailableError, StateShapeError
 */
export async function begin(
  rules: readonly CompiledRule[],
  events: readonly SourcedEvent[],
  context: EventContext,
  memory: Memory,
): Promise<void> {
  for (const [kind, ofKind] of beginning(rules)) await kind.begin?.(ofKind, events, context, memory);
}

/** @returns the matches without those that certainly lead to nothing, in their order */
export function undecided(
  matches: readonly Match[],
  context: EventContext,
  memory: Memory,
): readonly Match[] {
  if (matches.length === 0) return matches;
  return matches.filter((match) => !kindOf(match.rule).leadsToNothing?.(match, context, memory));
}

/**
 * @param matches of one delivery, in the order of its events
 * @returns signals by kind of rule, and of one kind in the order of their first match
 * @throws StateUnavailableError, StateShapeError: the delivery then fails, and is redelivered
 */
export async function correlate(
  matches: readonly Match[],
  context: DeliveryContext,
  memory: Memory,
): Promise<readonly Signal[]> {
  const conclusions: Conclusion[] = [];
  for (const [kind, ofKind] of byKind(matches, ({ rule }) => rule)) {
    // One by one: a delivery may have a million.
    for (const each of await kind.conclude(ofKind, context, memory)) conclusions.push(each);
  }
  return suppress(conclusions, context, memory);
}

type Beginning = readonly (readonly [Kind<Rule>, readonly Rule[]])[];

/** A process has the same rules for all its deliveries. */
const known = new WeakMap<readonly CompiledRule[], Beginning>();

/** @returns the kinds that look at a delivery before its matches, with their rules: the same lists for the same rules */
function beginning(rules: readonly CompiledRule[]): Beginning {
  let found = known.get(rules);
  if (found === undefined) {
    const all = rules.map(({ rule }) => rule);
    found = byKind(all, (rule) => rule).filter(([{ begin }]) => begin !== undefined);
    known.set(rules, found);
  }
  return found;
}
