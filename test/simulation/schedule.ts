/** What a seed stands for: how events are delivered, how busy it is, and what goes wrong. */
import { type Random, random } from '../../bench/random.ts';
import type { Batch } from '../../src/decode/batch.ts';
import type { JsonObject, SourcedEvent } from '../../src/schema/audit-event.ts';

export interface Schedule {
  readonly events: readonly JsonObject[];
  /** Each event is in at least one. */
  readonly deliveries: readonly (readonly JsonObject[])[];
  /** How many invocations run at a time. */
  readonly concurrency: number;
  /** One in so many steps kills an invocation; 0 for never. */
  readonly killOneIn: number;
  /** One in so many calls is refused; 0 for never. */
  readonly refuseOneIn: number;
  /** How often a delivery that succeeded may come again. */
  readonly repeats: number;
}

export function scheduleOf(events: readonly JsonObject[], from: Random): Schedule {
  const deliveries = [...grouped(events, from)];
  // The same events once more, or some of them, in other groups: through another subscription, or a retry by hand.
  if (from.below(3) === 0)
    deliveries.push(
      ...grouped(
        events.filter(() => from.below(2) === 0),
        from,
      ),
    );
  return {
    events,
    deliveries: shuffled(deliveries, from),
    concurrency: 1 + from.below(4),
    killOneIn: from.pick([0, 15, 40]),
    refuseOneIn: from.pick([0, 10, 40]),
    repeats: from.pick([0, 0, 0, 1]),
  };
}

function* grouped(events: readonly JsonObject[], from: Random): Generator<readonly JsonObject[]> {
  const left = from.below(2) === 0 ? [...events] : shuffled(events, from);
  const most = 1 + from.below(8);
  while (left.length > 0) yield left.splice(0, 1 + from.below(most));
}

function shuffled<T>(all: readonly T[], from: Random): T[] {
  return all
    .map((each) => ({ each, key: from.next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ each }) => each);
}

/** A delivery as it is decoded: in one batch, or in several, which may be others on each try. */
export async function* batchesOf(
  events: readonly JsonObject[],
  source: string,
  from: Random,
): AsyncGenerator<Batch> {
  const origin = { source, cluster: 'prod' };
  const sourced: SourcedEvent[] = events.map((event, index) => ({
    event,
    origin,
    position: index + 1,
    partial: false,
  }));
  while (sourced.length > 0) {
    const size = from.below(3) === 0 ? 1 + from.below(sourced.length) : sourced.length;
    yield { events: sourced.splice(0, size), undecodable: [], skipped: {} };
  }
}

/** Every kind and number has a random source of its own. */
export function seeded(kind: string, number: number): Random {
  let seed = number;
  for (const character of kind) seed = Math.imul(seed ^ character.charCodeAt(0), 0x01000193);
  return random(seed);
}
