/** The plainest correlation: a match is a signal; the stages of one request are one act and make one signal. */
import type { Match } from '../match/match.ts';
import type { SourcedEvent } from '../schema/audit-event.ts';
import type { Signal } from '../signal.ts';

/**
 * An exec is written once when the connection starts and again when it ends, both with the same `auditID`.
 * https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/
 * @returns one signal for each rule and request, in the order of the first match
 */
export function signalsOf(matches: readonly Match[]): readonly Signal[] {
  const acts = new Map<string, { rule: Match['rule']; events: SourcedEvent[] }>();
  for (const { rule, event } of matches) {
    const key = JSON.stringify([rule.id, event.origin.cluster ?? event.origin.source, act(event)]);
    const known = acts.get(key);
    if (known === undefined) acts.set(key, { rule, events: [event] });
    else known.events.push(event);
  }
  return [...acts.values()].map(({ rule, events }) => {
    const ordered = events.toSorted(byStage);
    const newest = ordered[ordered.length - 1] as SourcedEvent;
    return { rule, origin: newest.origin, events: ordered };
  });
}

/** What identifies the request: its audit id, or for events without one their place. */
function act({ event, origin, position }: SourcedEvent): string {
  const { auditID } = event;
  return typeof auditID === 'string' && auditID !== '' ? auditID : JSON.stringify([origin.source, position]);
}

const stages = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'];

function byStage(a: SourcedEvent, b: SourcedEvent): number {
  return stageIndex(a) - stageIndex(b);
}

function stageIndex({ event }: SourcedEvent): number {
  return typeof event.stage === 'string' ? stages.indexOf(event.stage) : -1;
}
