/** The plainest correlation: a match is a signal; the stages of one request are one act and make one signal. */
import type { Match } from '../match/match.ts';
import type { AuditEvent, SourcedEvent } from '../schema/audit-event.ts';
import { requestKey } from '../schema/request.ts';
import { member } from '../schema/visit.ts';
import type { EventFormat, Signal } from '../signal.ts';

/**
 * An exec is written once when the connection starts and again when it ends: two events of one request.
 * https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/
 * @returns one signal for each rule and request, in the order of the first match
 */
export function signalsOf(matches: readonly Match[], format: EventFormat): readonly Signal[] {
  const requests = new Map<string, { rule: Match['rule']; events: SourcedEvent[] }>();
  for (const { rule, event } of matches) {
    const key = JSON.stringify([rule.id, event.origin.cluster ?? null, request(event, format)]);
    const known = requests.get(key);
    if (known === undefined) requests.set(key, { rule, events: [event] });
    else known.events.push(event);
  }
  return [...requests.values()].map(({ rule, events }) => {
    const ordered = events.toSorted((a, b) => stageOf(a, format) - stageOf(b, format));
    const newest = ordered[ordered.length - 1] as SourcedEvent;
    return { rule, origin: newest.origin, events: ordered };
  });
}

/** What identifies the request; for events that do not tell, their place. */
function request(sourced: SourcedEvent, format: EventFormat): string {
  const { origin, position } = sourced;
  return requestKey(auditOf(sourced, format)) ?? JSON.stringify([origin.source, position]);
}

const stages: readonly unknown[] = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'];

function stageOf(sourced: SourcedEvent, format: EventFormat): number {
  return stages.indexOf(auditOf(sourced, format).stage);
}

function auditOf({ event }: SourcedEvent, format: EventFormat): AuditEvent {
  const audit = format === 'audit' ? event : member(event.kubernetes, 'audit');
  return typeof audit === 'object' && audit !== null && !Array.isArray(audit) ? (audit as AuditEvent) : {};
}
