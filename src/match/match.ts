/** Events against rules. */
import type { Rule } from '../rule.ts';
import type { SourcedEvent } from '../schema/audit-event.ts';
import { type Head, headOf } from '../schema/head.ts';
import { type Scalar, someLeaf } from '../schema/visit.ts';
import type { QueryWarning, RuleQuery } from './rule-query.ts';
import type { RuleSet, Stage } from './rule-set.ts';

/** The predicate of a rule's stage held for one event. */
export interface Match<R extends Rule = Rule> {
  readonly rule: R;
  /** Which of the rule's stages, from 0. Most rules have one. */
  readonly stage: number;
  readonly event: SourcedEvent;
  /** Readers of the fields by which the stage's matches are grouped, counted or joined. */
  readonly fields?: Stage['fields'];
  /** Of a rule in ES|QL. */
  readonly query?: RuleQuery | undefined;
  /** The event's head. */
  readonly head: Head;
}

/** A rule that failed on an event: a fault of Harrier's, which costs this one decision and must be heard of. */
export interface MatchFailure extends Pick<Match, 'rule' | 'stage' | 'event'> {
  readonly error: unknown;
}

/** Values that a rule in ES|QL could not compute. */
export interface RuleWarning extends QueryWarning {
  readonly rule: Rule;
}

/** @returns what rules could not compute since the last call */
export function takeWarnings({ rules }: RuleSet): readonly RuleWarning[] {
  return rules.flatMap(({ rule, stages }) => {
    if (rule.type !== 'esql') return [];
    return stages.flatMap(
      ({ query }) => query?.takeWarnings().map((warning) => ({ ...warning, rule })) ?? [],
    );
  });
}

/**
 * @param now the clock, epoch milliseconds: what `now` in a query means
 * @returns matches in the order of the events, and for one event in the order of the rules and their stages
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
    const first = matches.length;
    for (const { rule, stage, test, fields, query } of ruleSet.candidates(sourced.event, head)) {
      try {
        if (!test(sourced.event, context, head)) continue;
        matches.push({ rule, stage, event: sourced, fields, query, head });
      } catch (error) {
        failures.push({ rule, stage, event: sourced, error });
      }
    }
    if (matches.length > first + 1) leaveOutYielding(matches, first);
  }
  return { matches, failures };
}

/** Takes away an event's matches, from `first` on, of rules that yield to another one of them. */
function leaveOutYielding(matches: Match[], first: number): void {
  const own = matches.slice(first);
  if (!own.some(({ rule }) => yieldsTo(rule).length > 0)) return;
  const ids = new Set(own.map(({ rule }) => rule.id));
  const left = own.filter(({ rule }) => !yieldsTo(rule).some((id) => ids.has(id)));
  matches.splice(first, own.length, ...left);
}

const none: readonly string[] = [];

function yieldsTo(rule: Rule): readonly string[] {
  return rule.type === 'query' ? (rule.yieldsTo ?? none) : none;
}

/**
 * The values of one of the fields by which the matches of the stage are grouped, counted or joined.
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
