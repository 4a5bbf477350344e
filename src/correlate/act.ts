/** What an event is an account of: a request, at a time. Correlations count and order acts, not stages of them. */
import { toEpochMs } from '../match/date.ts';
import type { AuditEvent, SourcedEvent } from '../schema/audit-event.ts';
import { timestamp } from '../schema/derive.ts';
import { requestKey } from '../schema/request.ts';
import { member } from '../schema/visit.ts';
import type { EventFormat } from '../signal.ts';

export interface Act {
  /** The same for all stages of a request, and for no other request. */
  readonly id: string;
  /** When the request was received, epoch milliseconds; the same for all stages. 0 if the event has no time. */
  readonly at: number;
}

export function actOf(sourced: SourcedEvent, format: EventFormat): Act {
  const audit = auditOf(sourced, format);
  const { origin, position } = sourced;
  const id = requestKey(audit) ?? JSON.stringify([origin.source, position]);
  const written = format === 'document' ? (sourced.event['@timestamp'] ?? timestamp(audit)) : timestamp(audit);
  for (const time of [audit.requestReceivedTimestamp, written]) {
    const at = typeof time === 'string' || typeof time === 'number' ? toEpochMs(time) : Number.NaN;
    if (!Number.isNaN(at)) return { id, at };
  }
  return { id, at: 0 };
}

const stages: readonly unknown[] = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'];

/** Events oldest first: by time of request, and of one request by stage. */
export function inOrder(events: readonly SourcedEvent[], format: EventFormat): readonly SourcedEvent[] {
  const keyed = events.map((event) => ({
    event,
    at: actOf(event, format).at,
    stage: stages.indexOf(auditOf(event, format).stage),
  }));
  return keyed.sort((a, b) => a.at - b.at || a.stage - b.stage).map(({ event }) => event);
}

function auditOf({ event }: SourcedEvent, format: EventFormat): AuditEvent {
  const audit = format === 'audit' ? event : member(event.kubernetes, 'audit');
  return typeof audit === 'object' && audit !== null && !Array.isArray(audit) ? (audit as AuditEvent) : {};
}
