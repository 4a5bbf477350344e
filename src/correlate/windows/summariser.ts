import type { Match } from '../../match/match.ts';
import { inOrder } from '../act.ts';
import type { DeliveryContext } from '../context.ts';
import type { Entry } from './entry.ts';
import type { Group } from './windows.ts';

/**
 * @param entries of a group, which may still grow
 * @param matches those that the entries are of, at the same places
 * @returns what is remembered of an act: its newest event
 */
export function summariser<Data>(
  entries: readonly Entry<Data>[],
  matches: readonly Match[],
  context: DeliveryContext,
): NonNullable<Group<Data>['summarise']> {
  let ofAct: ReadonlyMap<string | undefined, readonly Match[]> | undefined;
  return (id) => {
    ofAct ??= Map.groupBy(matches, (_, index) => entries[index]?.id);
    const events = (ofAct.get(id) ?? []).map(({ event }) => event);
    const newest = inOrder(events, context).at(-1);
    if (newest === undefined) throw new Error(`the group has no act ${id}`);
    return context.summarise(newest);
  };
}
