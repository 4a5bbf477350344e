/** Events against rules. */
import type { Rule } from '../rule.ts';
import type { SourcedEvent } from '../schema/audit-event.ts';
import { headOf } from '../schema/head.ts';
import type { RuleSet } from './rule-set.ts';

/** One rule's predicate held for one event. */
export interface Match {
  readonly rule: Rule;
  readonly event: SourcedEvent;
}

/** A rule that failed on an event: a fault of Harrier's, which costs this one decision and must be heard of. */
export interface MatchFailure extends Match {
  readonly error: unknown;
}

/**
 * @param now the clock, epoch milliseconds: what `now` in a query means
 * @returns matches in the order of the events, and for one event in the order of the rules
 */
export function matchEvents(
  ruleSet: RuleSet,
  events: readonly SourcedEvent[],
  now: number,
): { matches: Match[]; failures: MatchFailure[] } {
  const matches: Match[] = [];
  const failures: MatchFailure[] = [];
  let context = { origin: events[0]?.origin ?? { source: '' }, now };
  for (const sourced of events) {
    if (sourced.origin !== context.origin) context = { origin: sourced.origin, now };
    const head = headOf(sourced.event);
    for (const { rule, test } of ruleSet.candidates(sourced.event, head)) {
      try {
        if (test(sourced.event, context, head)) matches.push({ rule, event: sourced });
      } catch (error) {
        failures.push({ rule, event: sourced, error });
      }
    }
  }
  return { matches, failures };
}
