/**
 * Threshold rules: a group of acts within a window is a signal if there are enough of them, with enough different
 * values. A window only ever gains acts, so whether it is a signal does not depend on the order they arrive in.
 * https://www.elastic.co/docs/solutions/security/detect-and-alert/create-detection-rule#create-threshold-rule
 */
import { type Match, valuesOf } from '../../match/match.ts';
import type { ThresholdRule } from '../../rule.ts';
import { groupOf, type Identity, type RememberedAct, type Window } from '../../signal.ts';
import { Act, inOrder } from '../act.ts';
import { clusterKey } from '../cluster-key.ts';
import { combinations } from '../combinations.ts';
import type { Conclusion } from '../conclusion.ts';
import type { DeliveryContext } from '../context.ts';
import { digest } from '../digest.ts';
import { getOrMake } from '../get-or-make.ts';
import type { Kind } from '../kind.ts';
import type { Memory } from '../memory.ts';
import type { Entry } from '../windows/entry.ts';
import { slotOf } from '../windows/grid.ts';
import { summariser } from '../windows/summariser.ts';
import { type Group, recordAndRead } from '../windows/windows.ts';
import { type TextLists, textLists } from './text-lists.ts';

interface Counted extends Group<TextLists> {
  readonly rule: ThresholdRule;
  readonly values: readonly string[];
  readonly entries: Entry<TextLists>[];
  /** The match of each entry, at the same index. */
  readonly matches: Match[];
}

export const thresholdKind: Kind<ThresholdRule> = {
  conclude,
  // A signal is of the group that was counted.
  suppressionGroups: ({ signal }) => [groupOf(signal.identity)],
};

async function conclude(
  matches: readonly Match<ThresholdRule>[],
  context: DeliveryContext,
  memory: Memory,
): Promise<readonly Conclusion[]> {
  const groups = [...groupsOf(matches, context).values()];
  const remembered = await recordAndRead(groups, textLists, memory);
  return groups.flatMap((group, index) => concludeGroup(group, remembered[index] ?? [], context));
}

function groupsOf(matches: readonly Match<ThresholdRule>[], context: DeliveryContext): Map<string, Counted> {
  const groups = new Map<string, Counted>();
  for (const match of matches) {
    const { rule, event } = match;
    const entry = entryOf(match, rule, context);
    // As in Elasticsearch's aggregation, an event without a value of one of the fields is in no group.
    for (const values of combinations(rule.groupBy.map((field) => valuesOf(match, field)))) {
      const name = ['threshold', rule.id, ...clusterKey(event.origin), countedBy(rule), ...values];
      const group = getOrMake(groups, JSON.stringify(name), () => emptyGroup(name, rule, values, context));
      group.entries.push(entry);
      group.matches.push(match);
    }
  }
  return groups;
}

function emptyGroup(
  name: Counted['name'],
  rule: ThresholdRule,
  values: readonly string[],
  context: DeliveryContext,
): Counted {
  const entries: Entry<TextLists>[] = [];
  const matches: Match[] = [];
  const summarise = summariser(entries, matches, context);
  const { schedule } = rule;
  return { name, rule, values, schedule, entries, matches, reduce: reduceBy(rule), summarise };
}

/** A digest of the rule's fields. Entries hold values of these, so a rule whose fields change counts anew. */
function countedBy({ groupBy, cardinality }: ThresholdRule): string {
  return digest(JSON.stringify([groupBy, cardinality.map(({ field }) => field)]));
}

function entryOf(match: Match, { cardinality }: ThresholdRule, context: DeliveryContext): Entry<TextLists> {
  const { id, at } = new Act(match.event, context);
  const data = cardinality.map(({ field }) => [
    ...new Set(valuesOf(match, field).map((value) => digest(String(value)))),
  ]);
  return { id, at, data };
}

/** Leaves out acts and values beyond those that the rule asks for: they change nothing. */
function reduceBy({ value, cardinality }: ThresholdRule): Counted['reduce'] {
  return (known, entries) => {
    const acts = new Set(known.map(({ id }) => id));
    const different = cardinality.map((_, index) => distinct(known, index));
    return entries.flatMap((entry) => {
      const data = cardinality.map(({ value: enough }, index) =>
        added(different[index], entry.data[index], enough),
      );
      const counts = acts.size < value && !acts.has(entry.id);
      if (!counts && data.every(({ length }) => length === 0)) return [];
      acts.add(entry.id);
      return [{ ...entry, data }];
    });
  };
}

/** Adds values to a set until it has `enough`. @returns those that were added */
function added(
  set: Set<string> = new Set(),
  values: readonly string[] = [],
  enough: number,
): readonly string[] {
  return values.filter((value) => {
    if (set.size >= enough || set.has(value)) return false;
    set.add(value);
    return true;
  });
}

/** @param entries by time */
function concludeGroup(
  group: Counted,
  entries: readonly Entry<TextLists>[],
  context: DeliveryContext,
): readonly Conclusion[] {
  const { every, lookback } = group.rule.schedule;
  // Only windows with an act in their last slot: any other has no act that the window before it does not have.
  const slots = new Set(entries.map(({ at }) => slotOf(at, group.rule.schedule)));
  return [...slots].flatMap((slot): readonly Conclusion[] => {
    const end = (slot + 1) * every;
    return concludeWindow(group, entries, { start: end - lookback, end }, context);
  });
}

function concludeWindow(
  { rule, values, matches, entries: own }: Counted,
  entries: readonly Entry<TextLists>[],
  window: Window,
  context: DeliveryContext,
): readonly Conclusion[] {
  const isWithin = ({ at }: Entry<TextLists>) => at >= window.start && at < window.end;
  const [match, ...others] = matches.filter((_, index) => {
    const entry = own[index];
    return entry !== undefined && isWithin(entry);
  });
  if (match === undefined) return [];
  const within = entries.filter(isWithin);
  const different = rule.cardinality.map(({ field, value }, index) => {
    const { size } = distinct(within, index);
    return { field, size, isEnough: size >= value };
  });
  if (within.length < rule.value || !different.every(({ isEnough }) => isEnough)) return [];
  const found = [match, ...others];
  const events = inOrder(
    found.map(({ event }) => event),
    context,
  );
  const { origin } = events.at(-1) ?? match.event;
  const group = Object.fromEntries(rule.groupBy.map((field, index) => [field, [values[index] ?? '']]));
  const atHand = new Set(own.map(({ id }) => id));
  const remembered = within.filter(({ id }) => !atHand.has(id)).map(rememberedAct);
  const cardinality = Object.fromEntries(different.map(({ field, size }) => [field, size]));
  const identity: Identity = { kind: 'window', group, ...window };
  const signal = {
    rule,
    origin,
    identity,
    events,
    ...(remembered.length > 0 && { remembered }),
    values: { count: within.length, ...(rule.cardinality.length > 0 && { cardinality }) },
  };
  const id = digest(JSON.stringify([values, window.start]));
  return [{ signal, matches: found, id, at: window.end - rule.schedule.every }];
}

function rememberedAct({ id, at, summary }: Entry<TextLists>): RememberedAct {
  return { id, at, ...(summary && { summary }) };
}

function distinct(entries: readonly Entry<TextLists>[], index: number): Set<string> {
  return new Set(entries.flatMap(({ data }) => data[index] ?? []));
}
