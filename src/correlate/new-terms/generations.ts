/**
 * When a combination of terms was seen: its generations. Two sightings belong to one generation if the window has
 * not passed between them, so which generations there are does not depend on the order in which sightings arrive, nor
 * on how often. A generation is numbered when its first sighting arrives, and remembers which that was: of all its
 * sightings this one is new, on every try. The numbers are given in the order of arrival, so that a generation that
 * arrives after a later one is still another.
 */

/** An event in which the combination occurred. */
export interface Sighting {
  /** Event time, epoch milliseconds. */
  readonly at: number;
  /** Whether the time is the clock's, which on another try is another. */
  readonly isGuess?: boolean;
  /** What tells the event from all others. */
  readonly id: string;
}

export interface Generation {
  /** From 0, by arrival. */
  readonly number: number;
  /** The sighting that arrived first. */
  readonly begunBy: { readonly at: number; readonly id: string };
  /** Time of the earliest sighting. */
  readonly from: number;
  /** The end of the slot that holds the latest sighting. */
  readonly last: number;
}

export interface History {
  /** By time; between two of them the window has passed. */
  readonly generations: readonly Generation[];
  /** The number of the generation to come. */
  readonly next: number;
  /** `last` of the newest generation that has been forgotten. */
  readonly forgotten: number | null;
}

/** The history window of a rule. */
export interface HistoryWindow {
  /** How long a combination must not have been seen to be new, milliseconds. */
  readonly length: number;
  /** Sightings are remembered by slots of this length, so that a steady combination is written once a slot. */
  readonly slot: number;
}

/** The id of what was learned from past logs: no event has it, so what it began is new to none. */
export const ofNoEvent = '';

export const empty: History = { generations: [], next: 0, forgotten: null };

/** Slots are a 64th of the window: too short for a user to notice that times are rounded to them. */
export function historyWindowOf(length: number): HistoryWindow {
  return { length, slot: Math.max(1, Math.floor(length / 64)) };
}

/**
 * Adds sightings to a history, in the order given.
 * @returns the very same history if it knows them already
 */
export function observe(history: History, sightings: readonly Sighting[], window: HistoryWindow): History {
  return sightings.reduce((known, sighting) => add(known, sighting, window), history);
}

/** The generation that a sighting began, if it began one. */
export function begunBy({ generations }: History, sighting: Sighting): Generation | undefined {
  return generations.find(
    // The time first: an id takes a while to make, and hardly any sighting has begun anything.
    ({ begunBy: { at, id } }) => (sighting.isGuess === true || at === sighting.at) && id === sighting.id,
  );
}

/**
 * The generation that a sighting began, or whose earliest it is. Which of its sightings arrived first is chance, so where
 * it matters what the times of sightings say, either may speak for it. Nothing speaks for what was learned.
 */
export function openedBy(history: History, sighting: Sighting): Generation | undefined {
  const earliest =
    sighting.isGuess === true
      ? undefined
      : history.generations.find(({ from, begunBy: { id } }) => from === sighting.at && id !== ofNoEvent);
  return begunBy(history, sighting) ?? earliest;
}

/**
 * Bounds a history to its newest generations. Later sightings that belong to a forgotten generation, or come before it,
 * are ignored. They are not new either: no redelivery can be that late.
 */
export function forget(history: History): History {
  const { generations, next } = history;
  const forgotten = generations.at(-mostGenerations - 1)?.last;
  return forgotten === undefined
    ? history
    : { generations: generations.slice(-mostGenerations), next, forgotten };
}

/** Of the shortest window, an hour, as many as there can be in 15 days, for which a delivery may come again. */
const mostGenerations = 360;

function add(history: History, sighting: Sighting, window: HistoryWindow): History {
  const { generations, next, forgotten } = history;
  if (forgotten !== null && sighting.at < forgotten + window.length) return history;
  const { at, id } = sighting;
  const last = (Math.floor(at / window.slot) + 1) * window.slot;
  const touched = generations.filter(
    (each) => at < each.last + window.length && each.from < last + window.length,
  );
  const [first] = touched;
  if (first === undefined) {
    const begun: Generation = { number: next, begunBy: { at, id }, from: at, last };
    return { generations: byTime([...generations, begun]), next: next + 1, forgotten };
  }
  if (touched.length === 1 && first.from <= at && last <= first.last) return history;
  const joined = touched.reduce(join);
  const grown = { ...joined, from: Math.min(joined.from, at), last: Math.max(joined.last, last) };
  const others = generations.filter((each) => !touched.includes(each));
  return { generations: byTime([...others, grown]), next, forgotten };
}

/** When two generations turn out to be one, the one with the smaller number stands for both. */
function join(one: Generation, other: Generation): Generation {
  const { number, begunBy: begun } = one.number < other.number ? one : other;
  return {
    number,
    begunBy: begun,
    from: Math.min(one.from, other.from),
    last: Math.max(one.last, other.last),
  };
}

function byTime(generations: readonly Generation[]): readonly Generation[] {
  return generations.toSorted((a, b) => a.from - b.from);
}
