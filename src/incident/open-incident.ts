/** An incident as it is remembered: what its alerts add up to, and what has not been told of it yet. Plain data. */
import { hash } from 'node:crypto';
import type { Severity } from '../rule.ts';
import { type Ends, endOf, endsWith, noEnds } from './ends.ts';
import {
  type Actor,
  type ClusterPlace,
  type Entity,
  type Incident,
  type IncidentAlert,
  severityOfRank,
  severityRank,
  type Tactic,
  type ToldState,
} from './incident.ts';
import type { Key } from './keys.ts';
import {
  actorKey,
  bounds,
  coalesced,
  countedRules,
  distinct,
  firstSeen,
  mergeActors,
  type RuleCount,
  type Sighting,
  sortedDetails,
} from './merged-lists.ts';

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
  readonly places: readonly ClusterPlace[];
  /** Lists in the order of first sight, each with the time of it. */
  readonly tactics: readonly (readonly [at: number, tactic: Tactic])[];
  /** Ids of the tactics of alerts of at least medium severity that are no building blocks: what makes it more severe. */
  readonly passed: readonly string[];
  readonly actors: readonly (readonly [at: number, actor: Actor])[];
  readonly entities: readonly (readonly [at: number, entity: Entity])[];
  readonly rules: readonly RuleCount[];
  readonly alertCount: number;
  /** How the acts of all alerts ended; missing in what was stored before this was counted. */
  readonly ends?: Ends;
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
    ends: endsWith(noEnds, endOf(alert)),
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
    ends: all.reduce((ends, each) => endsWith(ends, knownEnds(each)), noEnds),
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

/** Of what was stored before ends were counted: those of the alerts in full, and of the others nothing is known. */
export function knownEnds({ ends, details, alertCount }: OpenIncident): Ends {
  if (ends !== undefined) return ends;
  const known = details.reduce((sum, alert) => endsWith(sum, endOf(alert)), noEnds);
  return endsWith(known, 'unknown', alertCount - details.length);
}

function over(length: number, limit: number): number {
  return Math.max(0, length - limit);
}
