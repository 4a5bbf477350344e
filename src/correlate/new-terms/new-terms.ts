/**
 * New terms: a match is a signal if it has a combination of values that the rule has not seen on this cluster within
 * the history window. What was seen is remembered as generations (generations.ts), which do not depend on the order
 * of deliveries; the sighting that began a generation is new, also when it comes again. While a rule learns
 * (learning.ts), or a subject settles (settling.ts), what is new is remembered and is no signal.
 * https://www.elastic.co/docs/solutions/security/detect-and-alert/create-detection-rule#create-new-terms-rule
 */
import { type Match, valuesOf } from '../../match/match.ts';
import type { NewTermsRule } from '../../rule.ts';
import type { Identity } from '../../signal.ts';
import { keyOf } from '../../state/key.ts';
import type { Item, Key, StoredItem } from '../../state/store.ts';
import { Act, type EventContext, inOrder } from '../act.ts';
import { clusterKey } from '../cluster-key.ts';
import { combinations } from '../combinations.ts';
import type { Conclusion } from '../conclusion.ts';
import { digest } from '../digest.ts';
import { getOrMake } from '../get-or-make.ts';
import type { Kind } from '../kind.ts';
import { type Memory, redeliveryHorizon } from '../memory.ts';
import { writeUntilSettled } from '../settle.ts';
import { groupsByArray } from '../suppression/groups.ts';
import {
  begunBy,
  empty,
  forget,
  type History,
  historyWindowOf,
  observe,
  ofNoEvent,
  openedBy,
  type Sighting,
} from './generations.ts';
import { historyOf, historyValue } from './history-item.ts';
import { afterLearning, begin, end } from './learning.ts';
import { afterSettling, creationStage, type Opening, recordCreations } from './settling.ts';

/**
 * How long a history is kept beyond the window: an alert's id can come again only after a year without the combination.
 */
const retention = 365 * 86_400_000;

/** A combination of values, with the matches it occurred in. */
interface Occurrence {
  readonly rule: NewTermsRule;
  readonly cluster: readonly string[];
  readonly terms: readonly string[];
  /** Tells the combination from all others of all rules and clusters. Short. */
  readonly name: string;
  readonly seen: { readonly sighting: Sighting; readonly match: Match<NewTermsRule> }[];
}

/** What of an occurrence is new. */
type NamedOpening = Opening & Pick<Occurrence, 'name'>;

export const newTermsKind: Kind<NewTermsRule> = {
  conclude,
  suppressionGroups: groupsByArray,
  begin,
  leadsToNothing: (match, _context, { knownTerms }) =>
    match.stage !== creationStage && knownTerms.knows(match),
  learning: { learn, end },
};

async function conclude(
  matches: readonly Match<NewTermsRule>[],
  context: EventContext,
  memory: Memory,
): Promise<readonly Conclusion[]> {
  const occurrences = occurrencesOf(await withoutCreations(matches, context, memory), context);
  const histories = await recordSightings(occurrences, memory);
  occurrences.forEach(({ seen }, index) => {
    // Unless the sightings came late, they all lie within the newest generation.
    const generation = histories[index]?.generations.at(-1);
    const [first] = seen;
    if (generation !== undefined && first !== undefined) memory.knownTerms.note(first.match, generation);
  });
  const openings = occurrences.flatMap((each, index) => openingsOf(each, histories[index] ?? empty));
  const conclusions = (await afterSettling(openings, memory)).map((each) => concludeOne(each, context));
  return afterLearning(conclusions, memory);
}

/** Remembers the creations among matches. @returns the others */
async function withoutCreations(
  matches: readonly Match<NewTermsRule>[],
  context: EventContext,
  memory: Memory,
): Promise<readonly Match<NewTermsRule>[]> {
  const creations = matches.filter(({ stage }) => stage === creationStage);
  if (creations.length === 0) return matches;
  await recordCreations(creations, context, memory);
  return matches.filter(({ stage }) => stage !== creationStage);
}

/**
 * Records the terms of matches as seen. When the same events come again, their terms are not new either.
 * @returns how many combinations were new
 */
async function learn(
  matches: readonly Match<NewTermsRule>[],
  context: EventContext,
  memory: Memory,
): Promise<number> {
  const acts = await withoutCreations(matches, context, memory);
  const occurrences = occurrencesOf(acts, context).map((occurrence) => ({
    ...occurrence,
    seen: occurrence.seen.map(({ sighting: { at }, match }) => ({ sighting: { at, id: ofNoEvent }, match })),
  }));
  const histories = await recordSightings(occurrences, memory);
  return occurrences.filter(({ seen }, index) =>
    seen.some(({ sighting }) => begunBy(histories[index] ?? empty, sighting) !== undefined),
  ).length;
}

/** Longer names are replaced by digests, because a process keeps many names. */
const longestName = 400;

function occurrencesOf(
  matches: readonly Match<NewTermsRule>[],
  context: EventContext,
): readonly Occurrence[] {
  const occurrences = new Map<string, Occurrence>();
  for (const match of matches) {
    const { rule, event } = match;
    const sighting = new Act(event, context);
    const cluster = clusterKey(event.origin);
    for (const terms of combinations(rule.newTermsFields.map((field) => valuesOf(match, field)))) {
      const text = JSON.stringify([rule.id, cluster, rule.newTermsFields, terms]);
      const name = text.length <= longestName ? text : digest(text);
      const occurrence = getOrMake(occurrences, name, () => ({ rule, cluster, terms, name, seen: [] }));
      occurrence.seen.push({ sighting, match });
    }
  }
  return [...occurrences.values()];
}

/** Writes the sightings. @returns the history of each combination, as the store then has it */
async function recordSightings(
  occurrences: readonly Occurrence[],
  memory: Memory,
): Promise<readonly History[]> {
  const known = occurrences.map(({ name }) => memory.histories.get(name));
  const unsettled = occurrences.filter((each, index) => !isSettled(each, known[index]));
  const changes = unsettled.map((each) => {
    const key = keyFor(each);
    return { key, next: (item: StoredItem | undefined) => nextItem(each, key, item, memory.clock()) };
  });
  const settled = await writeUntilSettled(memory.store, changes);
  const written = new Map(unsettled.map((each, index) => [each, historyOf(settled[index])]));
  for (const [{ name }, history] of written) memory.histories.set(name, history);
  return occurrences.map((each, index) => written.get(each) ?? known[index] ?? empty);
}

/**
 * Whether the history that this process knows is enough to decide. Generations only grow and keep the sighting that
 * began them, so a sighting that lies within a generation always will, and is as new as it was.
 */
function isSettled({ rule, seen }: Occurrence, history: History | undefined): boolean {
  if (history === undefined) return false;
  const window = historyWindowOf(rule.historyWindow);
  return seen.every(({ sighting }) => observe(history, [sighting], window) === history);
}

function keyFor({ rule, cluster, terms }: Occurrence): Key {
  return keyOf(['terms', rule.id, ...cluster, rule.newTermsFields.join(' ')], terms);
}

/** @returns the item with the sightings; undefined if the given item has them already */
function nextItem(
  { rule, seen }: Occurrence,
  key: Key,
  item: StoredItem | undefined,
  now: number,
): Item | undefined {
  const before = historyOf(item);
  const sightings = seen
    .map(({ sighting }) => sighting)
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const after = observe(before, sightings, historyWindowOf(rule.historyWindow));
  if (after === before) return undefined;
  const kept = Math.max(rule.historyWindow, redeliveryHorizon) + retention;
  return { key, value: historyValue(forget(after)), expiresAt: Math.trunc(now) + kept };
}

/** The generations that the sightings of this delivery began. */
function openingsOf({ seen, ...of }: Occurrence, history: History): readonly NamedOpening[] {
  // Of those that began in silence, an earlier sighting that arrives later may have to be told of.
  const openedIn = of.rule.settling === undefined ? begunBy : openedBy;
  const opened = Map.groupBy(seen, ({ sighting }) => openedIn(history, sighting));
  return [...opened].flatMap(([generation, found]) =>
    generation === undefined ? [] : [{ ...of, generation, seen: found }],
  );
}

function concludeOne(
  { rule, terms, name, generation, seen }: NamedOpening,
  context: EventContext,
): Conclusion {
  const matches = seen.map(({ match }) => match);
  const events = inOrder(
    matches.map(({ event }) => event),
    context,
  );
  const newest = events.at(-1);
  if (newest === undefined) throw new Error(`new terms of rule ${rule.id} without an event`);
  const group = Object.fromEntries(rule.newTermsFields.map((field, index) => [field, [terms[index] ?? '']]));
  const identity: Identity = { kind: 'generation', group, number: generation.number };
  const signal = { rule, origin: newest.origin, identity, events, values: { new_terms: [...terms] } };
  const id = digest(`${name} generation ${generation.number}`);
  return { signal, matches, id, at: generation.begunBy.at };
}
