/**
 * Settling: for a while after a subject was created, all that it does is the first of its kind, so its new terms are
 * remembered without an alert. It is learning (learning.ts) of a subject instead of a cluster, and it begins with the
 * creation, not with what the subject does first: of who has never done anything, the first deed must alert.
 *
 * A creation is remembered as the newest that is known of the subject, whatever the order in which creations come and how
 * often. What comes before its creation does alerts: nothing is lost by disorder.
 */
import { type Match, valuesOf } from '../../match/match.ts';
import type { NewTermsRule, Settling } from '../../rule.ts';
import { keyOf } from '../../state/key.ts';
import type { Item, Key, StoredItem } from '../../state/store.ts';
import { Act, type EventContext } from '../act.ts';
import { clusterKey } from '../cluster-key.ts';
import { isNumber, itemValue, membersOf } from '../item-value.ts';
import { type Memory, redeliveryHorizon } from '../memory.ts';
import { writeUntilSettled } from '../settle.ts';
import type { Generation, Sighting } from './generations.ts';

/** The stage of a rule whose matches are creations; those of the first are what the subjects do. */
export const creationStage = 1;

/** What new terms were seen of: a generation, and the sightings that are new in it. */
export interface Opening {
  readonly rule: NewTermsRule;
  readonly cluster: readonly string[];
  /** A value of each of the rule's fields. */
  readonly terms: readonly string[];
  readonly generation: Generation;
  readonly seen: readonly { readonly sighting: Sighting; readonly match: Match<NewTermsRule> }[];
}

/**
 * Remembers when subjects were created.
 * @param creations matches of the rules' second stage. A cut event is none: what it lacks may say otherwise, and its time
 * is not the request's
 */
export async function recordCreations(
  creations: readonly Match<NewTermsRule>[],
  context: EventContext,
  { store, clock }: Memory,
): Promise<void> {
  const newest = new Map<string, { readonly key: Key; readonly at: number; readonly settling: Settling }>();
  for (const match of creations) {
    const { rule, event } = match;
    const { settling } = rule;
    const { at, isGuess } = new Act(event, context);
    if (settling === undefined || event.partial || isGuess) continue;
    const [subject, ...more] = valuesOf(match, settling.value);
    if (subject === undefined || more.length > 0) continue;
    const key = keyFor(rule, clusterKey(event.origin), String(subject));
    const name = key.partition + key.sort;
    if (at > (newest.get(name)?.at ?? Number.NEGATIVE_INFINITY)) newest.set(name, { key, at, settling });
  }
  const changes = [...newest.values()].map(({ key, at, settling }) => ({
    key,
    next: (item: StoredItem | undefined) =>
      item !== undefined && createdAt(item) >= at ? undefined : itemOf(key, at, settling, clock()),
  }));
  await writeUntilSettled(store, changes);
}

/**
 * Looks up the subjects of new terms.
 * @returns without the sightings from a time in which their subject was settling, and without what has none left
 * @throws StateUnavailableError, StateShapeError
 */
export async function afterSettling<Of extends Opening>(
  openings: readonly Of[],
  { store }: Memory,
): Promise<readonly Of[]> {
  const keys = openings.map((opening) => subjectKey(opening));
  const wanted = new Map(keys.flatMap((key) => (key === undefined ? [] : [[nameOf(key), key] as const])));
  if (wanted.size === 0) return openings;
  const items = await store.get([...wanted.values()]);
  const created = new Map(
    items.flatMap((item) => (item === undefined ? [] : [[nameOf(item.key), createdAt(item)] as const])),
  );
  return openings.flatMap((opening, index) => {
    const key = keys[index];
    const since = key && created.get(nameOf(key));
    if (since === undefined) return [opening];
    const end = since + (opening.rule.settling?.duration ?? 0);
    const seen = opening.seen.filter(
      ({ sighting: { at, isGuess } }) => isGuess === true || at < since || at >= end,
    );
    return seen.length === 0 ? [] : [{ ...opening, seen }];
  });
}

function subjectKey({ rule, cluster, terms }: Opening): Key | undefined {
  if (rule.settling === undefined) return undefined;
  const subject = terms[rule.newTermsFields.indexOf(rule.settling.field)];
  return subject === undefined ? undefined : keyFor(rule, cluster, subject);
}

function keyFor({ id }: NewTermsRule, cluster: readonly string[], subject: string): Key {
  return keyOf(['settling', id, ...cluster], [subject]);
}

function nameOf({ partition, sort }: Key): string {
  return JSON.stringify([partition, sort]);
}

/** Kept for as long as an event of the settling period may come again. */
function itemOf(key: Key, created: number, { duration }: Settling, now: number): Item {
  return {
    key,
    value: itemValue('settling', { created }),
    expiresAt: Math.trunc(now) + duration + redeliveryHorizon,
  };
}

function createdAt(item: StoredItem): number {
  return membersOf(item, 'settling', { created: isNumber }).created as number;
}
