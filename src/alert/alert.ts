/** From a signal to an alert. */
import type { Rule } from '../rule.ts';
import type { Json, SourcedEvent } from '../schema/audit-event.ts';
import { isObject } from '../schema/visit.ts';
import { type EventSummary, groupOf, type RememberedAct, type Signal, windowOf } from '../signal.ts';
import type { Source } from '../source/source.ts';
import { eventTime, rfc3339 } from './event-time.ts';
import { type Alert, type AlertDetails, type AlertEvent, type AlertRule, severityNumber } from './fields.ts';
import { fitted } from './fit.ts';
import { alertId, requestIds } from './identity.ts';
import { reason } from './reason.ts';
import { listedEvent, summaryOf } from './summary.ts';

export type { Alert, AlertDetails, AlertEvent, AlertRule } from './fields.ts';
export { severityNumber };

/** How many events an alert lists. A longer list would not help its reader. */
const listLimit = 100;

/**
 * Renders a signal. Secrets are redacted, and the alert fits into one SNS message whatever its events contain.
 * @param now the clock, epoch milliseconds
 * @param source of the signal's events
 */
export function renderAlert(signal: Signal, now: number, source: Source): Alert {
  const { rule } = signal;
  const listed = signal.events.slice(-listLimit).map((found) => source.redact(found));
  const newest = listed.at(-1);
  if (newest === undefined) throw new TypeError(`a signal of rule ${rule.id} has no events`);
  const document = source.document(newest);
  const created = rfc3339(now);
  return fitted({
    ...document,
    '@timestamp': eventTime(newest.event, source) ?? created,
    event: {
      ...(isObject(document.event) ? document.event : {}),
      kind: 'signal',
      id: alertId(signal, source),
      created,
      severity: severityNumber[rule.severity],
    },
    rule: ruleFields(rule),
    ...(rule.threat.length === 0 ? {} : { threat: rule.threat }),
    harrier: details(signal, listed, source),
  });
}

function ruleFields(rule: Rule): AlertRule {
  const folder = rule.source.slice(0, Math.max(0, rule.source.lastIndexOf('/')));
  return {
    id: rule.id,
    name: rule.name,
    description: rule.description,
    ...unlessEmpty('author', rule.author),
    ...(rule.license === undefined ? {} : { license: rule.license }),
    ...unlessEmpty('reference', rule.references),
    ...(folder === '' ? {} : { ruleset: folder }),
  };
}

function details(signal: Signal, listed: readonly SourcedEvent[], source: Source): AlertDetails {
  const { rule, identity, events, remembered = [], values } = signal;
  const told = eventsOf(listed, remembered, source);
  const newest = events.at(-1)?.event ?? {};
  // Group and values were taken from the events before these were redacted.
  const shown = <Value extends Json>(fields: Readonly<Record<string, Value>>): Record<string, Value> =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, source.redactField(name, value, newest)]),
    );
  const group = groupOf(identity);
  const window = windowOf(identity);
  return {
    severity: rule.severity,
    risk_score: rule.riskScore,
    reason: reason([...events.slice(0, -listed.length), ...listed], source, signal),
    rule_type: rule.type,
    building_block: rule.buildingBlock,
    ...unlessEmpty('tags', rule.tags),
    ...(rule.note === undefined || rule.note === '' ? {} : { note: rule.note }),
    ...unlessEmpty('false_positives', rule.falsePositives),
    event_ids: told.map(({ id }) => id),
    events: told,
    event_count: events.length + remembered.length,
    ...(Object.keys(group).length === 0 ? {} : { group: shown(group) }),
    ...(window === undefined ? {} : { window: { start: rfc3339(window.start), end: rfc3339(window.end) } }),
    ...(values === undefined ? {} : { values: shown(values) }),
    ...([...events, ...told].some(({ partial }) => partial) ? { partial: true as const } : {}),
    ...cutOf(listed.at(-1)),
  };
}

/** How much of a cut member is shown: enough to see what it was. */
const beginsLimit = 200;

function cutOf(newest: SourcedEvent | undefined): Pick<AlertDetails, 'cut'> {
  if (newest?.cut === undefined) return {};
  const { field, begins } = newest.cut;
  return { cut: begins === undefined ? { field } : { field, begins: begins.slice(0, beginsLimit) } };
}

/**
 * The newest events, as many as there is room for. The events at hand are always among them, because the alert's
 * document is that of the newest event at hand.
 */
function eventsOf(
  listed: readonly SourcedEvent[],
  remembered: readonly RememberedAct[],
  source: Source,
): readonly AlertEvent[] {
  const atHand = listed.map((event) => summaryOf(event, source));
  const ofSeveral = remembered.length > 0 || requestIds(listed, source).size > 1;
  const room = listLimit - atHand.length;
  const told = remembered.flatMap(({ summary }) => summary ?? []).slice(room === 0 ? listLimit : -room);
  const all = ofSeveral ? [...told, ...atHand].sort(byTime) : atHand;
  return all.map((summary) => listedEvent(summary, ofSeveral));
}

/** Orders by time. Events without a time come last. */
function byTime(one: EventSummary, other: EventSummary): number {
  const [a, b] = [one, other].map(({ time }) => Date.parse(time ?? '9999-12-31T23:59:59.999Z'));
  return (a ?? 0) - (b ?? 0);
}

function unlessEmpty<Name extends string>(
  name: Name,
  list: readonly string[],
): { readonly [key in Name]?: readonly string[] } {
  return list.length === 0 ? {} : ({ [name]: list } as { [key in Name]: readonly string[] });
}
