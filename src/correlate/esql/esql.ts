/**
 * Rules in ES|QL. Without `STATS` each request of which rows are left is a signal, as for other queries; with it see
 * groups.ts.
 */

import type { Match } from '../../match/match.ts';
import type { EsqlRule } from '../../rule.ts';
import type { Signal } from '../../signal.ts';
import { Act, inOrder } from '../act.ts';
import { clusterKey } from '../cluster-key.ts';
import type { Conclusion } from '../conclusion.ts';
import type { DeliveryContext } from '../context.ts';
import type { Kind } from '../kind.ts';
import type { Memory } from '../memory.ts';
import { groupsByColumn } from '../suppression/groups.ts';
import { concludeGroups } from './groups.ts';
import { type EsqlMatch, rowsOf } from './match.ts';
import { columnValues } from './values.ts';

export const esqlKind: Kind<EsqlRule> = {
  conclude,
  suppressionGroups: groupsByColumn,
  leadsToNothing: (match, context, { sheets }) =>
    match.query !== undefined && sheets.settled.hold(match as EsqlMatch, context),
};

async function conclude(
  matches: readonly Match<EsqlRule>[],
  context: DeliveryContext,
  memory: Memory,
): Promise<readonly Conclusion[]> {
  const grouped: EsqlMatch[] = [];
  const others: EsqlMatch[] = [];
  for (const match of matches) {
    if (match.query === undefined) continue;
    (match.query.grouping === undefined ? others : grouped).push(match as EsqlMatch);
  }
  return [...concludeRequests(others, context), ...(await concludeGroups(grouped, context, memory))];
}

/** The stages of a request are one signal, which has the rows of all of them. */
function concludeRequests(matches: readonly EsqlMatch[], context: DeliveryContext): readonly Conclusion[] {
  const requests = new Map<string, { readonly act: Act; readonly found: EsqlMatch[] }>();
  for (const match of matches) {
    const { rule, event } = match;
    const act = new Act(event, context);
    const key = JSON.stringify([rule.id, ...clusterKey(event.origin), act.id]);
    const known = requests.get(key);
    if (known === undefined) requests.set(key, { act, found: [match] });
    else known.found.push(match);
  }
  return [...requests.values()].map(({ act: { id, at }, found }) => {
    const [match] = found as [EsqlMatch, ...EsqlMatch[]];
    const events = inOrder(
      found.map(({ event }) => event),
      context,
    );
    const { origin } = events.at(-1) ?? match.event;
    const rows = found.flatMap(rowsOf);
    const values = columnValues(match.query.columns, rows);
    const signal: Signal = {
      rule: match.rule,
      origin,
      identity: { kind: 'requests' },
      events,
      ...(Object.keys(values).length > 0 && { values }),
    };
    return { signal, matches: found, id, at };
  });
}
