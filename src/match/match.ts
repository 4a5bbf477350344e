/** Events against rules. */
import type { Rule } from '../rule.ts';
import type { SourcedEvent } from '../schema/audit-event.ts';
import { type Head, headOf } from '../schema/head.ts';
import { type Scalar, someLeaf } from '../schema/visit.ts';
import type { CompiledRule, RuleSet } from './rule-set.ts';

/** One rule's predicate held for one event. */
export interface Match {
  readonly rule: Rule;
  readonly event: SourcedEvent;
  /** Readers of the fields that the rule groups or counts by. */
  readonly fields?: CompiledRule['fields'];
  /** Where there are such, the event's head, which they read from. */
  readonly head?: Head;
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
  let context = { origin: events[0]?.origin ?? { source: '' }, now, partial: false };
  for (const sourced of events) {
    const { origin, partial } = sourced;
    if (origin !== context.origin || partial !== context.partial) context = { origin, now, partial };
    const head = headOf(sourced.event, partial);
    for (const { rule, test, fields } of ruleSet.candidates(sourced.event, head)) {
      try {
        if (!test(sourced.event, context, head)) continue;
        matches.push(
          fields === undefined ? { rule, event: sourced } : { rule, event: sourced, fields, head },
        );
      } catch (error) {
        failures.push({ rule, event: sourced, error });
      }
    }
  }
  return { matches, failures };
}

/**
 * The values of one of the fields that the match's rule groups or counts by.
 * @returns each value once, in the event's order; none if the field is missing
 */
export function valuesOf({ event, fields, head }: Match, field: string): readonly Scalar[] {
  const read = fields?.[field];
  if (read === undefined) throw new Error(`the rule set has no reader of ${field}`);
  const values = new Set<Scalar>();
  someLeaf(read(event.event, { origin: event.origin, now: 0, partial: event.partial }, head), (value) => {
    values.add(value);
    return false;
  });
  return [...values];
}
