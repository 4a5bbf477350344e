/** An incident as it is remembered: what its alerts add up to, and what has not been told of it yet. Plain data. */
import { hash } from 'node:crypto';
import type { Severity } from '../rule.ts';
import {
  type Actor,
  type Entity,
  type Incident,
  type IncidentAlert,
  type Place,
  severityOfRank,
  severityRank,
  type Tactic,
  type ToldState,
} from './incident.ts';
import type { Key, Side } from './keys.ts';

/** Sightings of a key, no two neighbours of which are further apart than its gap. */
export type Sighting = readonly [key: string, side: Side, gap: number, first: number, last: number];

/** What is known of a rule's alerts: all of them, and those of building blocks. */
export type RuleCount = {
  readonly id: string;
  readonly name: string;
  readonly severity: Severity;
  readonly alerts: number;
};

export type OpenIncident = {
  readonly id: string;
  /** The id of the first alert and its time: what `id` is made of. */
  readonly seed: readonly [at: number, alertId: string];
  readonly sightings: readonly Sighting[];
  readonly first: number;
  readonly last: number;
  /** When its last alert arrived, by the clock, epoch milliseconds. */
  readonly arrived: number;
  /** The severest of its alerts that are no building blocks; missing if all are. */
  readonly worst?: Severity;
  readonly places: readonly Place[];
  /** Lists in the order of first sight, each with the time of it. */
  readonly tactics: readonly (readonly [at: number, tactic: Tactic])[];
  /** Ids of the tactics of alerts of at least medium severity that are no building blocks: what makes it more severe. */
  readonly passed: readonly string[];
  readonly actors: readonly (readonly [at: number, actor: Actor])[];
  readonly entities: readonly (readonly [at: number, entity: Entity])[];
  readonly rules: readonly RuleCount[];
  readonly alertCount: number;
  /** Some of its alerts in full, by time: the severest, and those told last. */
  readonly details: readonly IncidentAlert[];
  /** Ids of alerts that nobody was told of, sorted. */
  readonly pending: readonly string[];
  /** When people are to be told of these, epoch milliseconds; missing if nothing is pending or all are building blocks. */
  readonly due?: number;
  readonly told?: ToldState;
  /** Something pending is new in kind: of a rule or an actor that it did not have. */
  readonly isFresh: boolean;
  /** How many times in a row people were told of nothing that was new in kind. */
  readonly repeats: number;
  /** Ids of incidents that were told apart, and have turned out to be this one since it was last told. */
  readonly merged: readonly string[];
  readonly leftOut: Incident['leftOut'];
};

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

/** @returns 12 hexadecimal digits */
function idOf(alertId: string): string {
  return hash('sha256', JSON.stringify(['incident', alertId]), 'hex').slice(0, 12);
}

/** @param arrived the clock, epoch milliseconds */
export function incidentOf(alert: IncidentAlert, keys: readonly Key[], arrived: number): OpenIncident {
  const { at, id, rule, severity, buildingBlock, place, actor, entity } = alert;
  return {
    id: idOf(id),
    seed: [at, id],
    sightings: keys.map(({ id: key, side, gap }): Sighting => [key, side, gap, at, at]),
    first: at,
    last: at,
    arrived,
    ...(!buildingBlock && { worst: severity }),
    places: [place],
    tactics: alert.tactics.map((tactic) => [at, tactic] as const),
    passed:
      buildingBlock || severity === 'low'
        ? []
        : [...new Set(alert.tactics.map((tactic) => tactic.id))].sort(),
    actors: [[at, actor]],
    entities: entity === undefined ? [] : [[at, entity]],
    rules: [{ ...rule, severity, alerts: 1 }],
    alertCount: 1,
    details: [alert],
    pending: [id],
    isFresh: false,
    repeats: 0,
    merged: [],
    leftOut: { actors: 0, entities: 0, alerts: 0 },
  };
}

/**
 * How severe an incident is: as its severest alert and, where alerts of at least medium severity pass through many tactics,
 * one step more. Elastic's rule over alerts takes three tactics of one host
 * (https://github.com/elastic/detection-rules/blob/main/rules/cross-platform/multiple_alerts_different_tactics_host.toml).
 * Rules are about several tactics each, so here it takes one more; and building blocks do not count, since a day's work in
 * a cluster has five.
 */
export function severityOf({ worst, passed }: Pick<OpenIncident, 'worst' | 'passed'>): Severity | undefined {
  return worst !== undefined && passed.length >= manyTactics
    ? severityOfRank(severityRank(worst) + 1)
    : worst;
}

const manyTactics = 4;

/**
 * Joins incidents. Their order does not matter, nor in how many steps it is done, but for ids: one that was told keeps its
 * own.
 * @param all at least one
 */
export function mergeIncidents(all: readonly OpenIncident[]): OpenIncident {
  const [kept, ...others] = all.toSorted(byRight);
  if (kept === undefined) throw new TypeError('there is nothing to merge');
  if (others.length === 0) return kept;
  const worst = all
    .flatMap((each) => each.worst ?? [])
    .reduce<Severity | undefined>(
      (a, b) => (severityRank(b) > severityRank(a ?? b) ? b : (a ?? b)),
      undefined,
    );
  const actors = firstSeen(
    all.flatMap((each) => each.actors),
    actorKey,
    mergeActors,
  );
  const entities = firstSeen(
    all.flatMap((each) => each.entities),
    JSON.stringify,
  );
  const told = toldOf(all);
  const dues = all.flatMap(({ due }) => due ?? []);
  const sum = (count: (each: OpenIncident) => number) => all.reduce((total, each) => total + count(each), 0);
  const found = new Set(
    others.flatMap(({ merged, told, id }) => [...merged, ...(told === undefined ? [] : [id])]),
  );
  return {
    id: kept.id,
    seed: kept.seed,
    sightings: coalesced(all.flatMap(({ sightings }) => sightings)),
    first: all.reduce((least, { first }) => Math.min(least, first), kept.first),
    last: all.reduce((most, { last }) => Math.max(most, last), kept.last),
    arrived: all.reduce((most, { arrived }) => Math.max(most, arrived), kept.arrived),
    ...(worst !== undefined && { worst }),
    places: distinct(
      all.flatMap(({ places }) => places),
      JSON.stringify,
    ).slice(0, bounds.places),
    tactics: firstSeen(
      all.flatMap(({ tactics }) => tactics),
      ({ id }) => id,
    ).slice(0, bounds.tactics),
    passed: [...new Set(all.flatMap(({ passed }) => passed))].sort(),
    actors: actors.slice(0, bounds.actors),
    entities: entities.slice(0, bounds.entities),
    rules: countedRules(all.flatMap(({ rules }) => rules)).slice(0, bounds.rules),
    alertCount: sum(({ alertCount }) => alertCount),
    details: sortedDetails(all.flatMap(({ details }) => details)),
    pending: [...new Set(all.flatMap(({ pending }) => pending))].sort(),
    ...(dues.length > 0 && { due: dues.reduce((a, b) => Math.min(a, b)) }),
    ...(told !== undefined && { told }),
    isFresh: all.some(({ isFresh }) => isFresh),
    // What was never told says nothing of how often the rest was.
    repeats: all.reduce(
      (least, each) => (each.told === undefined ? least : Math.min(least, each.repeats)),
      kept.repeats,
    ),
    merged: [...kept.merged, ...found].slice(0, bounds.merged),
    leftOut: {
      actors: sum(({ leftOut }) => leftOut.actors) + over(actors.length, bounds.actors),
      entities: sum(({ leftOut }) => leftOut.entities) + over(entities.length, bounds.entities),
      alerts: sum(({ leftOut }) => leftOut.alerts),
    },
  };
}

/** Who was told keeps the id, of several the one with the earliest alert. */
function byRight(a: OpenIncident, b: OpenIncident): number {
  const isTold = ({ told }: OpenIncident) => (told === undefined ? 1 : 0);
  return isTold(a) - isTold(b) || a.seed[0] - b.seed[0] || (a.seed[1] < b.seed[1] ? -1 : 1);
}

/** Of several that were told apart: what people know of all of them. */
function toldOf(all: readonly OpenIncident[]): ToldState | undefined {
  return all
    .flatMap(({ told }) => told ?? [])
    .reduce<ToldState | undefined>(
      (one, other) =>
        one === undefined
          ? other
          : {
              at: Math.max(one.at, other.at),
              times: one.times + other.times,
              severity:
                severityRank(other.severity) > severityRank(one.severity) ? other.severity : one.severity,
              alerts: one.alerts + other.alerts,
            },
      undefined,
    );
}

export function actorKey({ kind, name }: Actor): string {
  return JSON.stringify([kind, name]);
}

function mergeActors(one: Actor, other: Actor): Actor {
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
function firstSeen<Value>(
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

function distinct<Value>(all: readonly Value[], keyOf: (value: Value) => string): readonly Value[] {
  return [...new Map(all.map((each) => [keyOf(each), each])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, each]) => each);
}

function countedRules(all: readonly RuleCount[]): readonly RuleCount[] {
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
function sortedDetails(all: readonly IncidentAlert[]): readonly IncidentAlert[] {
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
function coalesced(all: readonly Sighting[]): readonly Sighting[] {
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
  if (kept.length <= bounds.sightings) return kept.sort(bySighting);
  // What goes on longest, and is latest, says most of who acts.
  return kept
    .sort((a, b) => b[2] - a[2] || b[4] - a[4] || bySighting(a, b))
    .slice(0, bounds.sightings)
    .sort(bySighting);
}

function bySighting(a: Sighting, b: Sighting): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : a[3] - b[3];
}

function over(length: number, limit: number): number {
  return Math.max(0, length - limit);
}
