/**
 * When people are told. Of an incident they learn at once, and at once when it becomes more severe. Everything else waits,
 * the less the more severe it is, and then comes together. What is new in kind, by a rule or of an actor that the incident
 * has not had, waits no longer than that; of repetitions people are told ever less, down to once a day. So nobody can bury
 * an act among many others: it is told as soon as if it were alone, or waits for minutes.
 */
import type { Severity } from '../rule.ts';
import { type IncidentAlert, severityRank } from './incident.ts';
import { actorKey } from './merged-lists.ts';
import { type OpenIncident, severityOf } from './open-incident.ts';

const minute = 60_000;
const hour = 60 * minute;

/** How long news of an incident that people know may wait, milliseconds. */
export const waits: Readonly<Record<Severity, number>> = {
  critical: 10 * minute,
  high: 30 * minute,
  medium: 2 * hour,
  low: 24 * hour,
};
export const longestWait = 24 * hour;

/**
 * @param before what the alerts joined; empty if that is an incident of its own
 * @param after the same with the alerts
 * @param alerts that are new in it
 * @returns `after`, with when people are to be told of it
 */
export function scheduled(
  before: readonly OpenIncident[],
  after: OpenIncident,
  alerts: readonly IncidentAlert[],
  now: number,
): OpenIncident {
  const severity = severityOf(after);
  if (severity === undefined) return after;
  const due = after.due ?? Number.POSITIVE_INFINITY;
  if (after.told === undefined) {
    return { ...after, due: Math.min(due, severity === 'low' ? lowDue(now) : now), isFresh: true };
  }
  if (severityRank(severity) > severityRank(after.told.severity))
    return { ...after, due: Math.min(due, now), isFresh: true };
  const rules = new Set(before.flatMap((each) => each.rules.map(({ id }) => id)));
  const actors = new Set(before.flatMap((each) => each.actors.map(([, actor]) => actorKey(actor))));
  let wait = after.merged.length > 0 ? waits.high : Number.POSITIVE_INFINITY;
  let isFresh = after.merged.length > 0;
  for (const alert of alerts) {
    const isNew = !rules.has(alert.rule.id) || !actors.has(actorKey(alert.actor));
    const base = waits[alert.buildingBlock ? 'low' : alert.severity];
    isFresh ||= isNew && !alert.buildingBlock;
    wait = Math.min(wait, isNew ? base : base * 2 ** after.repeats);
  }
  return {
    ...after,
    due: Math.min(due, now + Math.min(wait, longestWait)),
    isFresh: isFresh || before.some((each) => each.isFresh),
  };
}

/** When people are told of an incident of low severity first: with all others of the hour. */
function lowDue(now: number): number {
  return Math.ceil((now + 10 * minute) / hour) * hour;
}
