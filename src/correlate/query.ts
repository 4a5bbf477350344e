/** The plainest correlation: a match is a signal; the stages of one request are one act and make one signal. */
import type { Match } from '../match/match.ts';
import type { QueryRule } from '../rule.ts';
import type { Signal } from '../signal.ts';
import { Act, type EventContext, inOrder } from './act.ts';
import { clusterKey } from './cluster-key.ts';
import type { Conclusion } from './conclusion.ts';
import { getOrMake } from './get-or-make.ts';
import type { Kind } from './kind.ts';
import { groupsByValue } from './suppression/groups.ts';

export const queryKind: Kind<QueryRule> = { conclude, suppressionGroups: groupsByValue };

/**
 * An exec is written once when the connection starts and again when it ends: two events of one request.
 * https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/
 * @returns one conclusion for each rule and request, in the order of the first match
 */
function conclude(matches: readonly Match<QueryRule>[], context: EventContext): readonly Conclusion[] {
  const requests = new Map<string, { readonly act: Act; readonly found: Match[] }>();
  for (const match of matches) {
    const { rule, event } = match;
    const act = new Act(event, context);
    const key = JSON.stringify([rule.id, ...clusterKey(event.origin), act.id]);
    getOrMake(requests, key, () => ({ act, found: [] })).found.push(match);
  }
  return [...requests.values()].map(({ act: { id, at }, found }) => {
    const [match] = found as [Match, ...Match[]];
    const events = inOrder(
      found.map(({ event }) => event),
      context,
    );
    const { origin } = events.at(-1) ?? match.event;
    const signal: Signal = { rule: match.rule, origin, identity: { kind: 'requests' }, events };
    return { signal, matches: found, id, at };
  });
}
