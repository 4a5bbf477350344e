/**
 * New terms: a match is a signal if it has a combination of values that the rule has not seen on this cluster within
 * the history window. What was seen is remembered as generations (generations.ts), which do not depend on the order
 * of deliveries; a sighting that began a generation is new, also when it comes again.
 * https://www.elastic.co/docs/solutions/security/detect-and-alert/create-detection-rule#create-new-terms-rule
 */
import { type Match, valuesOf } from '../match/match.ts';
import type { NewTermsRule } from '../rule.ts';
import type { Json } from '../schema/audit-event.ts';
import type { Scalar } from '../schema/visit.ts';
import type { EventFormat } from '../signal.ts';
import { keyOf } from '../state/key.ts';
import type { Key, StoredItem } from '../state/store.ts';
import { actOf, inOrder } from './act.ts';
import type { Conclusion } from './conclusion.ts';
import { begunBy, empty, forget, type Generation, type History, observe, type Sighting, windowOf } from './generations.ts';
import { isNumber, itemValue, membersOf } from './item-value.ts';
import { silentBefore } from './learning.ts';
import { type Memory, redeliveryHorizon } from './memory.ts';
import { placeOf } from './place.ts';
import { writeUntilSettled } from './settle.ts';

/** Elasticsearch's limit on combinations of one document. */
const combinationsPerEvent = 100;
/** Beyond the history window, so that an id comes again only for a combination that nobody has seen for a year. */
const retention = 365 * 86_400_000;

/** A combination of values, with the matches it occurred in. */
interface Occurrence {
  readonly rule: NewTermsRule;
  readonly key: Key;
  readonly terms: readonly Scalar[];
  readonly seen: { readonly sighting: Sighting; readonly match: Match }[];
}

/** @param matches all of new terms rules */
export async function concludeNewTerms(
  matches: readonly Match[],
  format: EventFormat,
  memory: Memory,
): Promise<readonly Conclusion[]> {
  const occurrences = [...occurrencesOf(matches, format).values()];
  const histories = await remember(occurrences, memory);
  const conclusions = occurrences.flatMap((occurrence, index) => conclude(occurrence, histories[index] ?? empty, format));
  return silentBefore(conclusions, format, memory);
}

/**
 * Remembers the terms of matches as seen, so that not even the events they are from are new when they come again.
 * @param matches all of new terms rules
 * @returns how many combinations were new
 */
export async function learnTerms(
  matches: readonly Match[],
  format: EventFormat,
  memory: Memory,
): Promise<number> {
  const occurrences = [...occurrencesOf(matches, format).values()].map((occurrence) => ({
    ...occurrence,
    // A sighting of no event comes before those of all events of its instant.
    seen: occurrence.seen.map(({ sighting, match }) => ({ sighting: { ...sighting, id: '' }, match })),
  }));
  const histories = await remember(occurrences, memory);
  return occurrences.filter(({ seen }, index) =>
    seen.some(({ sighting }) => begunBy(histories[index] ?? empty, sighting) !== undefined),
  ).length;
}

function occurrencesOf(matches: readonly Match[], format: EventFormat): Map<string, Occurrence> {
  const occurrences = new Map<string, Occurrence>();
  for (const match of matches) {
    const { rule, event } = match;
    if (rule.type !== 'new_terms') continue;
    for (const terms of combinations(rule.newTermsFields.map((field) => valuesOf(match, field)))) {
      const key = keyOf(['terms', rule.id, ...placeOf(event.origin)], terms.map(typed));
      const id = `${key.partition}\n${key.sort}`;
      const known = occurrences.get(id) ?? { rule, key, terms, seen: [] };
      known.seen.push({ sighting: actOf(event, format), match });
      occurrences.set(id, known);
    }
  }
  return occurrences;
}

/** One value of each field; none if a field has no value. */
function combinations(values: readonly (readonly Scalar[])[]): readonly (readonly Scalar[])[] {
  return values
    .reduce<Scalar[][]>(
      (all, field) => all.flatMap((one) => field.map((value) => [...one, value])).slice(0, combinationsPerEvent),
      [[]],
    );
}

/** The number 1 and the text "1" are different terms. */
function typed(value: Scalar): string {
  return `${typeof value === 'string' ? 's' : 'j'}${value}`;
}

/** @returns the histories with the occurrences in them, as they now are in the store */
async function remember(occurrences: readonly Occurrence[], memory: Memory): Promise<readonly History[]> {
  const known = occurrences.map((each) => memory.histories.get(cacheKey(each)));
  const unsettled = occurrences.filter((each, index) => !isSettled(each, known[index]));
  const settled = await writeUntilSettled(
    memory.store,
    unsettled.map((each) => ({
      key: each.key,
      next: (item) => nextItem(each, item, memory.clock()),
    })),
  );
  const written = new Map(unsettled.map((each, index) => [each, historyOf(settled[index])]));
  return occurrences.map((each, index) => {
    const history = written.get(each) ?? known[index] ?? empty;
    memory.histories.set(cacheKey(each), history);
    return history;
  });
}

/** Whether a cached history already says all that the store could: nothing would be added, and nothing is new. */
function isSettled({ rule, seen }: Occurrence, history: History | undefined): boolean {
  if (history === undefined) return false;
  const sightings = seen.map(({ sighting }) => sighting);
  return (
    observe(history, sightings, windowOf(rule.historyWindow)) === history &&
    sightings.every((sighting) => begunBy(history, sighting) === undefined)
  );
}

/** @returns undefined if the item says it already */
function nextItem({ rule, key, seen }: Occurrence, item: StoredItem | undefined, now: number) {
  const before = historyOf(item);
  const window = windowOf(rule.historyWindow);
  const after = observe(before, seen.map(({ sighting }) => sighting), window);
  if (after === before) return undefined;
  const kept = forget(after, now - Math.max(rule.historyWindow, redeliveryHorizon));
  return { key, value: valueOf(kept), expiresAt: now + Math.max(rule.historyWindow, redeliveryHorizon) + retention };
}

function conclude({ rule, terms, seen }: Occurrence, history: History, format: EventFormat): readonly Conclusion[] {
  const generations = new Map<string, Match[]>();
  for (const { sighting, match } of seen) {
    const begun = begunBy(history, sighting);
    if (begun === undefined) continue;
    const episode = `after ${begun.after ?? 'nothing'}`;
    generations.set(episode, [...(generations.get(episode) ?? []), match]);
  }
  const group = Object.fromEntries(rule.newTermsFields.map((field, index) => [field, [String(terms[index])]]));
  return [...generations].map(([episode, found]) => {
    const [match] = found as [Match, ...Match[]];
    const events = inOrder(found.map(({ event }) => event), format);
    const { origin } = events.at(-1) ?? match.event;
    return { signal: { rule, origin, events, group, episode, values: { new_terms: [...terms] } }, match };
  });
}

function valueOf({ generations, before }: History) {
  const rows = generations.map(({ first, last }): Json => [first.at, first.id, last]);
  return itemValue('terms', { generations: rows, before });
}

function historyOf(item: StoredItem | undefined): History {
  if (item === undefined) return empty;
  const { generations, before } = membersOf(item, 'terms', {
    generations: (value) => Array.isArray(value) && value.length > 0 && value.every(isRow),
    before: (value) => value === null || isNumber(value),
  });
  return {
    generations: (generations as Row[]).map(([at, id, last]): Generation => ({ first: { at, id }, last })),
    before: before as number | null,
  };
}

type Row = [at: number, id: string, last: number];

function isRow(value: unknown): value is Row {
  return Array.isArray(value) && isNumber(value[0]) && typeof value[1] === 'string' && isNumber(value[2]);
}

function cacheKey({ key }: Occurrence): string {
  return `${key.partition}\n${key.sort}`;
}
