/**
 * Threshold rules: a group of acts within a window is a signal if there are enough of them, with enough different
 * values. A window only ever gains acts, so whether it is a signal does not depend on the order they arrive in.
 * https://www.elastic.co/docs/solutions/security/detect-and-alert/create-detection-rule#create-threshold-rule
 */
import { type Match, valuesOf } from '../match/match.ts';
import type { ThresholdRule } from '../rule.ts';
import type { Scalar } from '../schema/visit.ts';
import type { EventFormat } from '../signal.ts';
import { actOf, inOrder } from './act.ts';
import type { Conclusion } from './conclusion.ts';
import type { Memory } from './memory.ts';
import { placeOf } from './place.ts';
import { digest, type Entry, type Group, remember, type Window, windowsAt } from './windows.ts';

interface Counted extends Group {
  readonly rule: ThresholdRule;
  readonly values: readonly Scalar[];
  readonly entries: Entry[];
  readonly matches: Match[];
}

/** As Elasticsearch bounds the buckets of one aggregation for one document. */
const groupsPerEvent = 100;

/** @param matches all of threshold rules */
export async function concludeThresholds(
  matches: readonly Match[],
  format: EventFormat,
  { store, clock }: Memory,
): Promise<readonly Conclusion[]> {
  const groups = [...groupsOf(matches, format).values()];
  const remembered = await remember(store, clock(), groups);
  return groups.flatMap((group, index) => conclude(group, remembered[index]?.entries ?? [], format));
}

function groupsOf(matches: readonly Match[], format: EventFormat): Map<string, Counted> {
  const groups = new Map<string, Counted>();
  for (const match of matches) {
    const { rule, event } = match;
    if (rule.type !== 'threshold') continue;
    for (const values of product(rule.groupBy.map((field) => valuesOf(match, field)))) {
      const name = ['threshold', rule.id, ...placeOf(event.origin), ...values.map((value) => `${typeof value}:${value}`)];
      const key = JSON.stringify(name);
      const group = groups.get(key) ?? { name, rule, values, schedule: rule.schedule, entries: [], matches: [] };
      group.entries.push(entryOf(match, rule, format));
      group.matches.push(match);
      groups.set(key, group);
    }
  }
  return groups;
}

/** One value of each field; none if a field is missing: such events are in no bucket of the aggregation. */
function product(values: readonly (readonly Scalar[])[]): readonly (readonly Scalar[])[] {
  return values.reduce<Scalar[][]>(
    (all, field) => all.flatMap((one) => field.map((value) => [...one, value])).slice(0, groupsPerEvent),
    [[]],
  );
}

function entryOf(match: Match, { cardinality }: ThresholdRule, format: EventFormat): Entry {
  const { id, at } = actOf(match.event, format);
  const counted = cardinality.map(({ field }) => JSON.stringify(valuesOf(match, field).map((value) => digest(String(value)))));
  return { id: digest(id), at, data: counted };
}

function conclude(group: Counted, entries: readonly Entry[], format: EventFormat): readonly Conclusion[] {
  const { rule, values, matches } = group;
  const windows = new Map<number, Window>();
  for (const { at } of group.entries) for (const window of windowsAt(at, rule.schedule)) windows.set(window.end, window);
  return [...windows.values()].flatMap((window): Conclusion[] => {
    const within = entries.filter(({ at }) => at >= window.start && at < window.end);
    const different = rule.cardinality.map((_, index) => distinct(within, index));
    const reached = within.length >= rule.value && rule.cardinality.every(({ value }, index) => (different[index] ?? 0) >= value);
    const own = matches.filter((_, index) => isWithin(group.entries[index]?.at, window));
    const [match] = own;
    if (!reached || match === undefined) return [];
    const events = inOrder(own.map(({ event }) => event), format);
    const signal = {
      rule,
      origin: events.at(-1)?.origin ?? match.event.origin,
      events,
      window,
      ...(rule.groupBy.length > 0 && {
        group: Object.fromEntries(rule.groupBy.map((field, index) => [field, [String(values[index])]])),
      }),
      values: {
        count: within.length,
        ...(rule.cardinality.length > 0 && {
          cardinality: Object.fromEntries(rule.cardinality.map(({ field }, index) => [field, different[index] ?? 0])),
        }),
      },
    };
    return [{ signal, match }];
  });
}

function isWithin(at: number | undefined, { start, end }: Window): boolean {
  return at !== undefined && at >= start && at < end;
}

function distinct(entries: readonly Entry[], index: number): number {
  return new Set(entries.flatMap(({ data }): string[] => JSON.parse(data[index] ?? '[]'))).size;
}
