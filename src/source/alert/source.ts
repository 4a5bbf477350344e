import type { JsonObject, SourcedEvent } from '../../schema/audit-event.ts';
import { textAt } from '../../schema/lookup.ts';
import { isObject } from '../../schema/visit.ts';
import { named } from '../../text/visible.ts';
import { ownId, positionId } from '../event-id.ts';
import type { Source, Subject } from '../source.ts';

/** Harrier's own alerts, as `alertEvent` gives them. Their secrets were redacted when they were made. */
export const alertSource: Source = {
  events: 'alerts',
  acts: 'alerts',
  requestTime: (alert) => alert['@timestamp'],
  eventTime: (alert) => alert['@timestamp'],
  stageOf: () => 0,
  subjectOf,
  hintOf: () => undefined,
  eventId: (sourced) => ownId(textAt(sourced.event, 'event', 'id')) ?? positionId(sourced),
  describe,
  memberWords: {},
  redact: (alert) => alert,
  redactTold: (alert) => alert,
  redactField: (_, value) => value,
  document,
};

function subjectOf({ event, origin, position }: SourcedEvent): Subject {
  const id = textAt(event, 'event', 'id');
  return id === undefined ? ['at', origin.source, position] : ['alert', id];
}

/** The rule, and what it said. */
function describe(alert: JsonObject): string {
  const rule = named(textAt(alert, 'rule', 'name') ?? 'a rule', 100);
  const reason = textAt(alert, 'harrier', 'reason');
  return reason === undefined ? rule : `${rule}: ${reason}`;
}

/** What the alert tells of its event. What it says of itself is another's in an alert over it. */
function document({ event: alert }: SourcedEvent): JsonObject {
  const { '@timestamp': _, event, rule, threat, harrier, kibana, signal, ...rest } = alert;
  if (!isObject(event)) return rest;
  const { kind, id, created, severity, ...own } = event;
  return { ...rest, event: own };
}
