/** The plainest correlation: a match is a signal; the stages of one request are one act and make one signal. */
import type { Match } from '../match/match.ts';
import type { EventFormat } from '../signal.ts';
import { actOf, inOrder } from './act.ts';
import type { Conclusion } from './conclusion.ts';

/**
 * An exec is written once when the connection starts and again when it ends: two events of one request.
 * https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/
 * @returns one conclusion for each rule and request, in the order of the first match
 */
export function concludeRequests(matches: readonly Match[], format: EventFormat): readonly Conclusion[] {
  const requests = new Map<string, Match[]>();
  for (const match of matches) {
    const { rule, event } = match;
    const key = JSON.stringify([rule.id, event.origin.cluster ?? null, actOf(event, format).id]);
    const known = requests.get(key);
    if (known === undefined) requests.set(key, [match]);
    else known.push(match);
  }
  return [...requests.values()].map((found) => {
    const [match] = found as [Match, ...Match[]];
    const events = inOrder(found.map(({ event }) => event), format);
    const { origin } = events.at(-1) ?? match.event;
    return { signal: { rule: match.rule, origin, events }, match };
  });
}
