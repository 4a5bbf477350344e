/** An event as an alert lists it, when it is at hand and when it is only remembered. */
import type { SourcedEvent } from '../schema/audit-event.ts';
import type { EventFormat, EventSummary } from '../signal.ts';
import { eventTime } from './event-time.ts';
import type { AlertEvent } from './fields.ts';
import { eventId } from './identity.ts';
import { textAt } from './lookup.ts';
import { reason } from './reason.ts';
import { redactEvent } from './redact.ts';

/** @returns what later deliveries may tell of the event, without its secrets: it is going to be stored */
export function summarise(event: SourcedEvent, format: EventFormat): EventSummary {
  return summaryOf(redactedEvent(event, format), format);
}

/** @param event already redacted */
export function summaryOf(event: SourcedEvent, format: EventFormat): EventSummary {
  const time = eventTime(event.event, format);
  return {
    id: eventId(event, format),
    ...(time === undefined ? {} : { time }),
    source: event.origin.source,
    position: event.position,
    reason: reason([event], format),
    partial: event.partial,
  };
}

/** @param ofSeveral whether the signal is of several requests, so that each is told apart */
export function listedEvent(summary: EventSummary, ofSeveral: boolean): AlertEvent {
  const { id, time, source, position, reason: what, partial } = summary;
  return {
    id,
    ...(time === undefined ? {} : { '@timestamp': time }),
    source,
    position,
    ...(ofSeveral ? { reason: what } : {}),
    ...(partial ? { partial: true as const } : {}),
  };
}

/** @returns a copy without secrets; what is left of a cut member is redacted as the member would be */
export function redactedEvent({ cut, ...found }: SourcedEvent, format: EventFormat): SourcedEvent {
  const event = redactEvent(found.event, format);
  if (cut === undefined) return { ...found, event };
  const { field, begins } = cut;
  if (begins === undefined) return { ...found, event, cut };
  // What it is a secret of, the reference to the object says.
  const { objectRef = null } = found.event;
  const shown = textAt(redactEvent({ objectRef, [field]: begins }, 'audit'), field);
  return { ...found, event, cut: shown === undefined ? { field } : { field, begins: shown } };
}
