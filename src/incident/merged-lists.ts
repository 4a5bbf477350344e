/** Lists of an incident, of which several become one: each in an order of its own, so that theirs does not matter. */
import type { Severity } from '../rule.ts';
import { type Actor, type IncidentAlert, severityRank } from './incident.ts';
import type { Side } from './keys.ts';

/** Sightings of a key, no two neighbours of which are further apart than its gap. */
export type Sighting = readonly [key: string, side: Side, gap: number, first: number, last: number];

/** What is known of a rule's alerts: all of them, and those of building blocks. */
export type RuleCount = {
  readonly id: string;
  readonly name: string;
  readonly severity: Severity;
  readonly alerts: number;
};

/** How long the lists of an incident may become. */
export const bounds = {
  sightings: 64,
  places: 20,
  tactics: 20,
  actors: 20,
  entities: 40,
  rules: 40,
  details: 40,
  merged: 20,
  ofActor: 5,
} as const;

export function actorKey({ kind, name }: Actor): string {
  return JSON.stringify([kind, name]);
}

export function mergeActors(one: Actor, other: Actor): Actor {
  const both = (name: 'accessKeys' | 'pods' | 'nodes' | 'impersonated' | 'addresses' | 'programs') =>
    [...new Set([...one[name], ...other[name]])].sort().slice(0, bounds.ofActor);
  return {
    ...other,
    ...one,
    accessKeys: both('accessKeys'),
    pods: both('pods'),
    nodes: both('nodes'),
    impersonated: both('impersonated'),
    addresses: both('addresses'),
    programs: both('programs').slice(0, 3),
  };
}

/** @returns each value once, with its first time, in the order of these */
export function firstSeen<Value>(
  all: readonly (readonly [at: number, value: Value])[],
  keyOf: (value: Value) => string,
  merge: (one: Value, other: Value) => Value = (one) => one,
): readonly (readonly [at: number, value: Value])[] {
  const found = new Map<string, readonly [number, Value]>();
  for (const [at, value] of all) {
    const key = keyOf(value);
    const before = found.get(key);
    if (before === undefined) found.set(key, [at, value]);
    else if (before[0] <= at) found.set(key, [before[0], merge(before[1], value)]);
    else found.set(key, [at, merge(value, before[1])]);
  }
  return [...found].sort(([x, [a]], [y, [b]]) => a - b || (x < y ? -1 : 1)).map(([, each]) => each);
}

export function distinct<Value>(all: readonly Value[], keyOf: (value: Value) => string): readonly Value[] {
  return [...new Map(all.map((each) => [keyOf(each), each])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, each]) => each);
}

export function countedRules(all: readonly RuleCount[]): readonly RuleCount[] {
  const found = new Map<string, RuleCount>();
  for (const rule of all) {
    const before = found.get(rule.id) ?? { ...rule, alerts: 0 };
    // A rule may have been given another severity or name between two alerts.
    const worse =
      severityRank(rule.severity) - severityRank(before.severity) || (rule.name < before.name ? 1 : -1);
    found.set(rule.id, { ...(worse > 0 ? rule : before), alerts: before.alerts + rule.alerts });
  }
  return [...found.values()].sort(
    (a, b) => severityRank(b.severity) - severityRank(a.severity) || (a.id < b.id ? -1 : 1),
  );
}

/** The severest are kept, of equals the first: the beginning of a story is worth more than its hundredth repetition. */
export function sortedDetails(all: readonly IncidentAlert[]): readonly IncidentAlert[] {
  const each = [...new Map(all.map((alert) => [alert.id, alert])).values()];
  return (each.length <= bounds.details ? each : each.sort(byWeight).slice(0, bounds.details)).sort(byTime);
}

function byWeight(a: IncidentAlert, b: IncidentAlert): number {
  return weight(b) - weight(a) || byTime(a, b);
}

export function weight({ severity, buildingBlock }: IncidentAlert): number {
  return severityRank(severity) * 2 + (buildingBlock ? 0 : 1);
}

export function byTime(a: IncidentAlert, b: IncidentAlert): number {
  return a.at - b.at || (a.id < b.id ? -1 : 1);
}

/**
 * Sightings of a key are one as long as no two neighbours are further apart than the gap. So whether a further sighting is
 * near one of them can be told by first and last alone.
 */
export function coalesced(all: readonly Sighting[]): readonly Sighting[] {
  const byKey = Map.groupBy(all, ([key, side]) => `${side} ${key}`);
  const kept = [...byKey.values()].flatMap((sightings) => {
    const merged: Sighting[] = [];
    for (const sighting of sightings.toSorted((a, b) => a[3] - b[3])) {
      const [key, side, gap, first, last] = sighting;
      const before = merged.at(-1);
      if (before !== undefined && first - before[4] <= gap)
        merged[merged.length - 1] = [key, side, gap, before[3], Math.max(before[4], last)];
      else merged.push(sighting);
    }
    return merged;
  });
  return mostTelling(kept, bounds.sightings);
}

/** What goes on longest, and is latest, says most of who acts. */
export function mostTelling(all: readonly Sighting[], limit: number): readonly Sighting[] {
  const kept =
    all.length <= limit
      ? all
      : all.toSorted((a, b) => b[2] - a[2] || b[4] - a[4] || bySighting(a, b)).slice(0, limit);
  return kept.toSorted(bySighting);
}

function bySighting(a: Sighting, b: Sighting): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : a[3] - b[3];
}
