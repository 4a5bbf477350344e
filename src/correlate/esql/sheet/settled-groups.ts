/**
 * The fast path of groups. Callers who do much, such as nodes and controllers, soon have more in a window than the query
 * wants of a group. Their further events are told by a few map look-ups here: no row of them is made.
 */
import type { GroupKey } from '../../../query/esql/run/groups.ts';
import type { Scalar } from '../../../query/esql/value.ts';
import type { EsqlRule } from '../../../rule.ts';
import type { Origin } from '../../../schema/audit-event.ts';
import { type EventContext, timeOfAct } from '../../act.ts';
import { clusterKey } from '../../cluster-key.ts';
import { getOrMake } from '../../get-or-make.ts';
import { cellOf } from '../../windows/grid.ts';
import type { EsqlMatch } from '../match.ts';
import type { KnownGroup } from './known-group.ts';

/** How many groups are kept, of which each has up to a few hundred ids. The number is bounded because callers choose the values. */
const limit = 10_000;

/** Values lead to values, one level for each of a group's key; the last level has the group. */
interface Level {
  readonly next: Map<Scalar | null, Level>;
  group?: KnownGroup;
}

/** The groups of each rule, by its id and revision, on one cluster. */
type Cluster = Map<string, Level>;

export class SettledGroups {
  #clusters = new Map<string, Cluster>();
  #last: { readonly origin: Origin; readonly rule: EsqlRule; readonly level: Level } | undefined;
  #size = 0;

  /** @returns true only if the match is certainly of no use in any window; false if in doubt */
  hold(match: EsqlMatch, context: EventContext): boolean {
    if (this.#size === 0) return false;
    const { rule, event, query, head } = match;
    const key = query.quickKey(event.event, { origin: event.origin, now: 0, partial: event.partial }, head);
    if (key === undefined) return false;
    const group = this.#find(rule, event.origin, key, false)?.group;
    return group?.isDeadIn(cellOf(timeOfAct(event, context), rule.schedule)) === true;
  }

  /** @param group that is settled in some cell of time */
  note(rule: EsqlRule, origin: Origin, key: GroupKey, group: KnownGroup): void {
    if (this.#size >= limit) this.#forget();
    const level = this.#find(rule, origin, key, true);
    if (level === undefined) return;
    if (level.group === undefined) this.#size++;
    level.group = group;
  }

  #forget(): void {
    this.#clusters = new Map();
    this.#last = undefined;
    this.#size = 0;
  }

  #find(rule: EsqlRule, origin: Origin, key: GroupKey, make: boolean): Level | undefined {
    let level: Level | undefined = this.#first(rule, origin);
    for (const value of key) {
      const known: Level | undefined = level.next.get(value);
      if (known === undefined && !make) return undefined;
      const next: Level = known ?? { next: new Map() };
      if (known === undefined) level.next.set(value, next);
      level = next;
    }
    return level;
  }

  #first(rule: EsqlRule, origin: Origin): Level {
    if (this.#last?.origin === origin && this.#last.rule === rule) return this.#last.level;
    const cluster = getOrMake(this.#clusters, JSON.stringify(clusterKey(origin)), () => new Map());
    const level = getOrMake(cluster, `${rule.id} ${rule.revision}`, () => ({ next: new Map() }));
    this.#last = { origin, rule, level };
    return level;
  }
}
