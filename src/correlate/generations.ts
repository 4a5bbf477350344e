/**
 * When a combination of terms was seen: its generations. Two sightings belong to one generation if the window has
 * not passed between them; the first sighting of a generation is the one that is new. A history is a union of
 * intervals, so it does not depend on the order in which sightings arrive, nor on how often.
 */

/** One event in which the combination occurred. */
export interface Sighting {
  /** Event time, epoch milliseconds. */
  readonly at: number;
  /** What tells the event from others of the same instant. */
  readonly id: string;
}

export interface Generation {
  readonly first: Sighting;
  /** The end of the slot that holds the newest sighting, epoch milliseconds. */
  readonly last: number;
}

export interface History {
  /** By time; between two of them the window has passed. */
  readonly generations: readonly Generation[];
  /** `last` of the newest generation that has been forgotten. */
  readonly before: number | null;
}

/** The history window of a rule. */
export interface Window {
  /** How long a combination must not have been seen to be new, milliseconds. */
  readonly length: number;
  /** Sightings are remembered by slots of this length, so that a steady combination is written once a slot. */
  readonly slot: number;
}

export const empty: History = { generations: [], before: null };

/** A slot is so small a part of the window that a user would not tell the difference. */
export function windowOf(length: number): Window {
  return { length, slot: Math.max(1, Math.floor(length / 64)) };
}

/**
 * Adds sightings to a history.
 * @returns the very same history if it knows them already
 */
export function observe(history: History, sightings: readonly Sighting[], window: Window): History {
  return sightings.reduce((known, sighting) => add(known, sighting, window), history);
}

/** The generation that a sighting began, with the end of the one before it; undefined if it began none. */
export function begunBy(history: History, sighting: Sighting): { readonly after: number | null } | undefined {
  const index = history.generations.findIndex(({ first }) => compare(first, sighting) === 0);
  if (index === -1) return undefined;
  return { after: history.generations[index - 1]?.last ?? history.before };
}

/** Forgets generations that ended before an instant, but never the newest. */
export function forget(history: History, endedBefore: number): History {
  const kept = history.generations.filter(({ last }, index, all) => last >= endedBefore || index === all.length - 1);
  const forgotten = history.generations.length - kept.length;
  if (forgotten === 0) return history;
  return { generations: kept, before: history.generations[forgotten - 1]?.last ?? history.before };
}

function add(history: History, sighting: Sighting, window: Window): History {
  const alone: Generation = { first: sighting, last: slotEnd(sighting.at, window) };
  const touched = history.generations.filter((each) => connected(each, alone, window));
  const joined = touched.reduce(join, alone);
  const [only] = touched;
  if (touched.length === 1 && only !== undefined && same(only, joined)) return history;
  const generations = [...history.generations.filter((each) => !touched.includes(each)), joined];
  return { ...history, generations: generations.sort((a, b) => a.first.at - b.first.at) };
}

function connected(one: Generation, other: Generation, { length }: Window): boolean {
  return one.first.at < other.last + length && other.first.at < one.last + length;
}

function join(one: Generation, other: Generation): Generation {
  return {
    first: compare(one.first, other.first) <= 0 ? one.first : other.first,
    last: Math.max(one.last, other.last),
  };
}

function same(one: Generation, other: Generation): boolean {
  return one.last === other.last && compare(one.first, other.first) === 0;
}

function slotEnd(at: number, { slot }: Window): number {
  return (Math.floor(at / slot) + 1) * slot;
}

function compare(one: Sighting, other: Sighting): number {
  return one.at - other.at || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
}
