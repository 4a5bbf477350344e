/**
 * Sequences: acts that follow one another in event time, share the values of their join keys and lie within a span of
 * time. Whatever the order in which they are delivered, what the deliveries have of a key is written, then read around
 * the acts of this delivery (windows.ts), and searched. A sequence is identified by rule, key and last act: an act that
 * comes late may make its beginning another, and is no second alert.
 *
 * What is found is right for what is known. A late act may complete a sequence more, and it may show that one which is
 * out should not be: an alert cannot be called back. So the alerts hold all sequences of the whole stream, and are
 * equal to them where events come in order.
 */
import { type Match, valuesOf } from '../../match/match.ts';
import type { JoinKey, SequenceRule } from '../../rule.ts';
import type { GroupValues, Signal } from '../../signal.ts';
import { Act, inOrder } from '../act.ts';
import { clusterKey } from '../cluster-key.ts';
import { combinations } from '../combinations.ts';
import type { Conclusion } from '../conclusion.ts';
import type { DeliveryContext } from '../context.ts';
import { digest } from '../digest.ts';
import { getOrMake } from '../get-or-make.ts';
import type { Kind } from '../kind.ts';
import type { Memory } from '../memory.ts';
import { groupsByValue } from '../suppression/groups.ts';
import { type Entry, mergeEntries } from '../windows/entry.ts';
import { summariser } from '../windows/summariser.ts';
import { type Group, recordAndRead } from '../windows/windows.ts';
import { findSequences, searchSequences } from './find-sequences.ts';
import { type Hit, hits } from './hits.ts';

/** A value of each join key; `null` is an optional one without a value. */
type Key = readonly (string | null)[];

interface Joined extends Group<Hit> {
  readonly rule: SequenceRule;
  readonly key: Key;
  readonly entries: Entry<Hit>[];
  /** The match of each entry, at the same index. */
  readonly matches: Match[];
}

export const sequenceKind: Kind<SequenceRule> = { conclude, suppressionGroups: groupsByValue };

async function conclude(
  matches: readonly Match<SequenceRule>[],
  context: DeliveryContext,
  memory: Memory,
): Promise<readonly Conclusion[]> {
  const groups = [...groupsOf(matches, context).values()];
  const remembered = await recordAndRead(groups, hits, memory);
  return groups.flatMap((group, index) => concludeKey(group, remembered[index] ?? [], context));
}

function groupsOf(matches: readonly Match<SequenceRule>[], context: DeliveryContext): Map<string, Joined> {
  const groups = new Map<string, Joined>();
  for (const match of matches) {
    const { rule, stage, event } = match;
    const { id, at } = new Act(event, context);
    const entry = { id, at, data: { stages: [stage], tie: tieOf(match, context) } };
    for (const key of keysOf(match, rule.keys[stage] ?? [])) {
      const values = key.map((value) => (value === null ? 'null' : `=${value}`));
      const name = ['sequence', rule.id, ...clusterKey(event.origin), rule.revision, ...values];
      const group = getOrMake(groups, JSON.stringify(name), () => emptyGroup(name, rule, key, context));
      group.entries.push(entry);
      group.matches.push(match);
    }
  }
  return groups;
}

function emptyGroup(name: readonly string[], rule: SequenceRule, key: Key, context: DeliveryContext): Joined {
  const entries: Entry<Hit>[] = [];
  const matches: Match[] = [];
  const schedule = { every: rule.maxspan, lookback: rule.maxspan };
  const summarise = summariser(entries, matches, context);
  const reduce = bounded(rule, entries, context.onCut);
  return { name, rule, key, schedule, entries, matches, reduce, summarise, readsForAll: true };
}

/** A key for each choice of a value of each field, as of Elasticsearch's arrays; none without a value of a field. */
function keysOf(match: Match, by: readonly JoinKey[]): readonly Key[] {
  const fields = by.map(({ field, isOptional }) => {
    const values = valuesOf(match, field);
    return values.length === 0 && isOptional ? undefined : values;
  });
  return combinations(fields.filter((values) => values !== undefined)).map((values) => {
    const left = [...values];
    return fields.map((field) => (field === undefined ? null : (left.shift() ?? '')));
  });
}

/** @returns the digits of the time of request after the milliseconds; times are written with up to nine */
function tieOf({ event }: Match, { source }: DeliveryContext): string {
  const time = source.requestTime(event.event);
  return (
    /\.\d{3}(\d{1,6})/.exec(typeof time === 'string' ? time.slice(0, 40) : '')?.[1]?.padEnd(6, '0') ?? ''
  );
}

/** How many acts of one slot of time and key that match the same stages are remembered, whatever they are for. */
export const actsPerSlot = 200;

/**
 * Leaves out acts that are known already, and of too many acts like one another the latest, but for those on which
 * later acts depend: of one delivery these are few.
 */
function bounded(
  rule: SequenceRule,
  own: readonly Entry<Hit>[],
  onCut: DeliveryContext['onCut'],
): Joined['reduce'] {
  // Every cell is given the same acts: what they need is found once.
  let needs: { readonly all: readonly Entry<Hit>[]; readonly ids: ReadonlySet<string> } | undefined;
  return (known, entries, all) => {
    const stagesOf = new Map(known.map(({ id, data }) => [id, data.stages]));
    const counts = new Map<string, number>();
    for (const { data } of known) counts.set(data.stages.join(), (counts.get(data.stages.join()) ?? 0) + 1);
    const adding = entries.filter(({ id, data }) => {
      const before = stagesOf.get(id);
      return before === undefined || data.stages.some((stage) => !before.includes(stage));
    });
    const isEarly = adding.map(({ data }) => {
      const kind = data.stages.join();
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      return count <= actsPerSlot;
    });
    if (!isEarly.includes(false)) return adding;
    if (needs?.all !== all) needs = { all, ids: neededIds(rule, own, all) };
    const { ids: needed } = needs;
    const kept = adding.filter(({ id }, index) => isEarly[index] || needed.has(id));
    if (onCut !== undefined) {
      const cut = new Set(adding.filter((entry) => !kept.includes(entry)).map(({ id }) => id));
      onCut(new Set(own.filter(({ id }) => cut.has(id)).map(({ id }) => id)).size);
    }
    return kept;
  };
}

/** @returns ids of the acts on which later ones depend, and of those with which this delivery completes a sequence */
function neededIds(
  rule: SequenceRule,
  own: readonly Entry<Hit>[],
  all: readonly Entry<Hit>[],
): ReadonlySet<string> {
  const owned = new Set(own.map(({ id }) => id));
  const { found, standing } = searchSequences(rule, mergeEntries(all, hits));
  const completed = found.filter((acts) => acts.some(({ id }) => owned.has(id))).flat();
  // Acts of this delivery are at hand as long as it is looked at.
  return new Set([...standing, ...completed.filter(({ id }) => !owned.has(id))].map(({ id }) => id));
}

function concludeKey(
  group: Joined,
  entries: readonly Entry<Hit>[],
  context: DeliveryContext,
): readonly Conclusion[] {
  const own = new Set(group.entries.map(({ id }) => id));
  // Sequences without an act of this delivery were reported by the delivery that completed them.
  return findSequences(group.rule, entries)
    .filter((acts) => acts.some(({ id }) => own.has(id)))
    .map((acts) => concludeSequence(group, acts, context));
}

function concludeSequence(
  { rule, key, entries: own, matches }: Joined,
  acts: readonly Entry<Hit>[],
  context: DeliveryContext,
): Conclusion {
  const ids = new Set(acts.map(({ id }) => id));
  const atHand = new Set(own.map(({ id }) => id));
  const found = matches.filter((_, index) => ids.has(own[index]?.id ?? ''));
  const events = inOrder([...new Set(found.map(({ event }) => event))], context);
  const last = acts.at(-1);
  const newest = events.at(-1);
  if (last === undefined || newest === undefined) throw new Error(`an empty sequence of rule ${rule.id}`);
  const remembered = acts
    .filter(({ id }) => !atHand.has(id))
    .map(({ id, at, summary }) => ({ id, at, ...(summary && { summary }) }));
  const signal: Signal = {
    rule,
    origin: newest.origin,
    identity: { kind: 'sequence', group: groupValues(rule, key), last: last.id },
    events,
    ...(remembered.length > 0 && { remembered }),
  };
  return { signal, matches: found, id: digest(JSON.stringify([key, last.id])), at: last.at };
}

/** Named as the first stage names them. */
function groupValues({ keys }: SequenceRule, key: Key): GroupValues {
  return Object.fromEntries(
    (keys[0] ?? []).map(({ field }, index) => {
      const value = key[index] ?? null;
      return [field, value === null ? [] : [value]];
    }),
  );
}
