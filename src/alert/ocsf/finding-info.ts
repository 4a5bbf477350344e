/** What the rule found, and what it means: `finding_info` of a finding. */
import type { Threat, ThreatReference } from '../../rule.ts';
import type { JsonObject } from '../../schema/audit-event.ts';
import type { Alert, AlertEvent } from '../fields.ts';
import { filled, milliseconds } from './members.ts';

/** https://schema.ocsf.io/1.8.0/objects/finding_info */
export function findingInfo(alert: Alert): JsonObject {
  const { event, rule, harrier, threat = [] } = alert;
  const { first, last } = spanOf(alert);
  const tactics = [...new Set(threat.map(({ tactic }) => tactic.name))];
  return filled({
    uid: event.id,
    title: rule.name,
    desc: rule.description,
    types: tactics,
    created_time: milliseconds(event.created),
    first_seen_time: first,
    last_seen_time: last,
    analytic: filled({
      uid: rule.id,
      name: rule.name,
      category: harrier.rule_type,
      type: 'Rule',
      type_id: 1,
    }),
    attacks: attacksOf(threat),
    data_sources: [...new Set(harrier.events.map(({ source }) => source))],
    related_events: harrier.events.map(relatedEvent),
    related_events_count: harrier.event_count,
  });
}

/** @returns when the first and the last of the events was that the alert lists, epoch milliseconds */
export function spanOf({ harrier, '@timestamp': time }: Alert): { first?: number; last?: number } {
  const times = [...harrier.events.map((event) => event['@timestamp']), time]
    .map(milliseconds)
    .filter((instant) => instant !== undefined)
    .sort((a, b) => a - b);
  const [first] = times;
  const last = times.at(-1);
  return first === undefined || last === undefined ? {} : { first, last };
}

/** One entry for each technique, or for its subtechniques; for the tactic if there is none. */
function attacksOf(threat: readonly Threat[]): readonly JsonObject[] {
  return threat.flatMap(({ tactic, technique = [] }) => {
    if (technique.length === 0) return [{ tactic: named(tactic) }];
    return technique.flatMap(({ subtechnique = [], ...own }) => {
      const attack = { tactic: named(tactic), technique: named(own) };
      return subtechnique.length === 0
        ? [attack]
        : subtechnique.map((one) => ({ ...attack, sub_technique: named(one) }));
    });
  });
}

function named({ id, name, reference }: ThreatReference): JsonObject {
  return filled({ uid: id, name, src_url: reference });
}

function relatedEvent({ id, source, position, reason, ...event }: AlertEvent): JsonObject {
  const seen = milliseconds(event['@timestamp']);
  return filled({
    uid: id,
    type: 'Kubernetes audit event',
    desc: reason,
    first_seen_time: seen,
    last_seen_time: seen,
    tags: [
      { name: 'source', value: source },
      { name: 'position', value: String(position) },
    ],
  });
}
