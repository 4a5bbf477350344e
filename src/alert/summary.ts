/** An event as an alert lists it, when it is at hand and when it is only remembered. */
import type { SourcedEvent } from '../schema/audit-event.ts';
import type { EventSummary } from '../signal.ts';
import type { Source } from '../source/source.ts';
import { eventTime } from './event-time.ts';
import type { AlertEvent } from './fields.ts';
import { reason } from './reason.ts';

/** @returns what later deliveries may tell of the event, without its secrets: it is going to be stored */
export function summarise(event: SourcedEvent, source: Source): EventSummary {
  return summaryOf(source.redactTold(event), source);
}

/** @returns what summarises an event as `summarise` does, and an event that several rules remember once */
export function summarising(source: Source): (event: SourcedEvent) => EventSummary {
  const known = new WeakMap<SourcedEvent, EventSummary>();
  return (event) => {
    const summary = known.get(event) ?? summarise(event, source);
    known.set(event, summary);
    return summary;
  };
}

/** @param event already redacted */
export function summaryOf(event: SourcedEvent, source: Source): EventSummary {
  const time = eventTime(event.event, source);
  return {
    id: source.eventId(event),
    ...(time === undefined ? {} : { time }),
    source: event.origin.source,
    position: event.position,
    reason: reason([event], source),
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
