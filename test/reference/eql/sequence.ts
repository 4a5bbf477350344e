/**
 * Sequences by their state machine (https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax, "How
 * sequence queries handle matches"). For each key, a hit of the first stage opens a sequence; a hit of a later one
 * takes the latest sequence that waits for it, and those that waited longer are given up.
 */
import { type EqlStage, maxspanUnits, type Sequence } from '../../../src/compile/eql/ast.ts';
import type { JsonObject } from '../../../src/schema/audit-event.ts';
import { idOf, type Key, keysOf } from './keys.ts';
import type { FieldTypes } from './values.ts';

export interface TimedEvent {
  readonly document: JsonObject;
  /** Milliseconds, or whatever the timestamps count. */
  readonly time: bigint;
  /** Position in the order of all events. */
  readonly place: number;
}

export interface Found {
  readonly events: readonly (TimedEvent | null)[];
  readonly key: Key;
}

type Hits = ReadonlyMap<string, readonly { readonly event: TimedEvent; readonly key: Key }[]>;

/**
 * @param events in order
 * @returns in the order in which they were complete
 * @param matches whether an event is one of a stage's
 */
export function findSequences(
  query: Sequence,
  events: readonly TimedEvent[],
  types: FieldTypes,
  matches: (stage: EqlStage, document: JsonObject) => boolean,
): readonly Found[] {
  const stages = query.stages.flatMap((stage) => Array.from({ length: stage.runs ?? 1 }, () => stage));
  const hitsOf = (stage: EqlStage): Hits =>
    Map.groupBy(
      events
        .filter(({ document }) => matches(stage, document))
        .flatMap((event) =>
          keysOf(event.document, [...query.by, ...stage.by], types).map((key) => ({ event, key })),
        ),
      ({ key }) => idOf(key),
    );
  const byStage = new Map(query.stages.map((stage) => [stage, hitsOf(stage)]));
  const untils = query.until === null ? new Map() : hitsOf(query.until);
  const { maxspan } = query;
  const span = maxspan === null ? undefined : BigInt(maxspan.count * maxspanUnits[maxspan.unit]);
  const keys = new Map(
    [...byStage.values()].flatMap((hits) => [...hits].map(([id, of]) => [id, of[0]?.key ?? []])),
  );
  return [...keys]
    .flatMap(([id, key]) => {
      const hits = (stage: EqlStage) => (byStage.get(stage)?.get(id) ?? []).map(({ event }) => event);
      const until = (untils.get(id) ?? []).map(({ event }: { event: TimedEvent }) => event);
      return complete(stages, hits, until, span)
        .filter((found) => gapsHold(stages, found, hits, span))
        .map((found) => ({ events: withGaps(stages, found), key }));
    })
    .sort((a, b) => placeOf(a) - placeOf(b));
}

function placeOf({ events }: Found): number {
  return events.findLast((event) => event !== null)?.place ?? 0;
}

/** The sequences of one key, missing events aside. */
function complete(
  stages: readonly EqlStage[],
  hits: (stage: EqlStage) => readonly TimedEvent[],
  until: readonly TimedEvent[],
  span: bigint | undefined,
): readonly (readonly TimedEvent[])[] {
  const wanted = stages.filter(({ missing }) => !missing);
  const places = new Map<number, TimedEvent>();
  for (const stage of wanted) for (const event of hits(stage)) places.set(event.place, event);
  // By number of events that they have.
  const waiting: TimedEvent[][][] = wanted.map(() => []);
  const done: TimedEvent[][] = [];
  for (const event of [...places.values()].sort((a, b) => a.place - b.place)) {
    // From the last stage on, so that no event follows itself.
    for (const [index, stage] of [...wanted.entries()].reverse()) {
      if (!hits(stage).includes(event)) continue;
      let sequence: TimedEvent[] | undefined;
      if (index === 0) sequence = [event];
      else {
        const before = (waiting[index - 1] ?? []).sort((a, b) => lastOf(a) - lastOf(b));
        const latest = before.at(-1);
        waiting[index - 1] = [];
        if (latest === undefined) continue;
        const first = latest[0] as TimedEvent;
        if (span !== undefined && event.time - first.time > span) continue;
        if (until.some(({ place }) => place >= lastOf(latest) && place < event.place)) continue;
        sequence = [...latest, event];
      }
      if (index === wanted.length - 1) done.push(sequence);
      else waiting[index]?.push(sequence);
    }
  }
  return done;
}

function lastOf(sequence: readonly TimedEvent[]): number {
  return sequence.at(-1)?.place ?? -1;
}

function withGaps(stages: readonly EqlStage[], found: readonly TimedEvent[]): readonly (TimedEvent | null)[] {
  const rest = [...found];
  return stages.map(({ missing }) => (missing ? null : (rest.shift() ?? null)));
}

/** Whether what should be missing is: between two events, before the first, after the last. */
function gapsHold(
  stages: readonly EqlStage[],
  found: readonly TimedEvent[],
  hits: (stage: EqlStage) => readonly TimedEvent[],
  span = 0n,
): boolean {
  const [first, last] = [found[0] as TimedEvent, found.at(-1) as TimedEvent];
  const leading = stages.slice(
    0,
    stages.findIndex(({ missing }) => !missing),
  );
  const trailing = stages.slice(stages.findLastIndex(({ missing }) => !missing) + 1);
  let seen = 0;
  for (const stage of stages.slice(leading.length, stages.length - trailing.length)) {
    const [from, to] = [found[seen - 1]?.place ?? -1, found[seen]?.place ?? -1];
    if (!stage.missing) seen++;
    else if (hits(stage).some(({ place }) => place > from && place < to)) return false;
  }
  const before = leading.flatMap(hits).filter(({ place }) => place < first.place);
  const after = trailing.flatMap(hits).filter(({ place }) => place > last.place);
  if (leading.length === 0 || trailing.length === 0) {
    return (
      before.every(({ time }) => last.time - time > span) &&
      after.every(({ time }) => time - first.time > span)
    );
  }
  const latest = before.sort((a, b) => a.place - b.place).at(-1);
  const earliest = after.sort((a, b) => a.place - b.place)[0];
  return latest === undefined || earliest === undefined || earliest.time - latest.time > span;
}
