/** From a signal to an alert. */
import type { Rule } from '../rule.ts';
import type { Json, JsonObject, SourcedEvent } from '../schema/audit-event.ts';
import { renderElasticDocument } from '../schema/document.ts';
import { type EventFormat, groupOf, type Signal, windowOf } from '../signal.ts';
import { eventTime, rfc3339 } from './event-time.ts';
import { type Alert, type AlertDetails, type AlertEvent, type AlertRule, severityNumber } from './fields.ts';
import { fitted } from './fit.ts';
import { alertId, eventId, requestIds } from './identity.ts';
import { isObject, textAt } from './lookup.ts';
import { reason } from './reason.ts';
import { redactEvent, redactField } from './redact.ts';

export type { Alert, AlertDetails, AlertEvent, AlertRule, AlertThreat } from './fields.ts';
export { severityNumber };

/** Events of a signal that are listed in its alert; the reader of 10,000 is not helped by the rest. */
const listLimit = 100;

/**
 * Renders a signal. Secrets are redacted, and the alert fits into one SNS message whatever its events contain.
 * @param now the clock, epoch milliseconds
 * @param format what the signal's events are; of documents the newest one is carried as it stands
 */
export function renderAlert(signal: Signal, now: number, format: EventFormat = 'audit'): Alert {
  const { rule } = signal;
  const listed = signal.events.slice(-listLimit).map((found) => redacted(found, format));
  const newest = listed.at(-1);
  if (newest === undefined) throw new TypeError(`a signal of rule ${rule.id} has no events`);
  const document = format === 'audit' ? documentOf(newest) : newest.event;
  const created = rfc3339(now);
  return fitted({
    ...document,
    '@timestamp': eventTime(newest.event, format) ?? created,
    event: {
      ...(isObject(document.event) ? document.event : {}),
      kind: 'signal',
      id: alertId(signal, format),
      created,
      severity: severityNumber[rule.severity],
    },
    rule: ruleFields(rule),
    ...(rule.threat.length === 0 ? {} : { threat: rule.threat }),
    harrier: details(signal, listed, format),
  });
}

/** What is left of a cut member is redacted as the member would be. */
function redacted({ cut, ...found }: SourcedEvent, format: EventFormat): SourcedEvent {
  const event = redactEvent(found.event, format);
  if (cut === undefined) return { ...found, event };
  const { field, begins } = cut;
  if (begins === undefined) return { ...found, event, cut };
  // What it is a secret of, the reference to the object says.
  const { objectRef = null } = found.event;
  const shown = textAt(redactEvent({ objectRef, [field]: begins }, 'audit'), field);
  return { ...found, event, cut: shown === undefined ? { field } : { field, begins: shown } };
}

/** Without the data stream it would be in as an event: an alert belongs to another. */
function documentOf({ event, origin }: SourcedEvent): JsonObject {
  const { data_stream: _, ...document } = renderElasticDocument(event, origin);
  return document;
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

function details(
  { rule, identity, events, values }: Signal,
  listed: readonly SourcedEvent[],
  format: EventFormat,
): AlertDetails {
  const ofSeveral = requestIds(events, format).size > 1;
  const newest = events.at(-1)?.event ?? {};
  // They were taken from the events before these were redacted.
  const shown = <Value extends Json>(fields: Readonly<Record<string, Value>>): Record<string, Value> =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, redactField(name, value, newest, format)]),
    );
  const group = groupOf(identity);
  const window = windowOf(identity);
  return {
    severity: rule.severity,
    risk_score: rule.riskScore,
    reason: reason([...events.slice(0, -listed.length), ...listed], format, values),
    rule_type: rule.type,
    building_block: rule.buildingBlock,
    ...unlessEmpty('tags', rule.tags),
    ...(rule.note === undefined || rule.note === '' ? {} : { note: rule.note }),
    ...unlessEmpty('false_positives', rule.falsePositives),
    event_ids: listed.map((found) => eventId(found, format)),
    events: listed.map((found) => alertEvent(found, format, ofSeveral)),
    event_count: events.length,
    ...(Object.keys(group).length === 0 ? {} : { group: shown(group) }),
    ...(window === undefined ? {} : { window: { start: rfc3339(window.start), end: rfc3339(window.end) } }),
    ...(values === undefined ? {} : { values: shown(values) }),
    ...(events.some(({ partial }) => partial) ? { partial: true as const } : {}),
    ...cutOf(listed.at(-1)),
  };
}

/** Of what a cut member began with, so much tells what it was. */
const beginsLimit = 200;

function cutOf(newest: SourcedEvent | undefined): Pick<AlertDetails, 'cut'> {
  if (newest?.cut === undefined) return {};
  const { field, begins } = newest.cut;
  return { cut: begins === undefined ? { field } : { field, begins: begins.slice(0, beginsLimit) } };
}

function alertEvent(found: SourcedEvent, format: EventFormat, ofSeveral: boolean): AlertEvent {
  const time = eventTime(found.event, format);
  return {
    id: eventId(found, format),
    ...(time === undefined ? {} : { '@timestamp': time }),
    source: found.origin.source,
    position: found.position,
    ...(ofSeveral ? { reason: reason([found], format) } : {}),
    ...(found.partial ? { partial: true as const } : {}),
  };
}

function unlessEmpty<Name extends string>(
  name: Name,
  list: readonly string[],
): { readonly [key in Name]?: readonly string[] } {
  return list.length === 0 ? {} : ({ [name]: list } as { [key in Name]: readonly string[] });
}
