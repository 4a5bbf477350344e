/**
 * Learning: for a while after a rule begins to watch a cluster, new terms are remembered without an alert. The period
 * is one of event time. It begins with the first delivery of the cluster, whether or not the rule matches in it: a rule
 * that matches for the first time months later must alert, not learn.
 */
import type { NewTermsRule, Rule } from '../../rule.ts';
import type { Origin, SourcedEvent } from '../../schema/audit-event.ts';
import { keyOf } from '../../state/key.ts';
import type { Key, StoredItem } from '../../state/store.ts';
import { Act, type EventContext } from '../act.ts';
import { clusterKey } from '../cluster-key.ts';
import type { Conclusion } from '../conclusion.ts';
import { isNumber, itemValue, membersOf } from '../item-value.ts';
import type { Memory } from '../memory.ts';
import { writeUntilSettled } from '../settle.ts';

/** Longer than anything else is remembered, so that a rule learns once. */
const retention = 10 * 365 * 86_400_000;

/** Records that the rules watch the clusters of a delivery, from its first event on, unless they do so already. */
export async function begin(
  rules: readonly NewTermsRule[],
  events: readonly SourcedEvent[],
  context: EventContext,
  memory: Memory,
): Promise<void> {
  if (memory.learning === 0) return;
  const watching = memory.watching.get(rules) ?? new Set<string>();
  memory.watching.set(rules, watching);
  const clusters = new Map(
    [...new Set(events.map(({ origin }) => origin))].map((of) => [clusterText(of), of]),
  );
  const origins = [...clusters].flatMap(([text, origin]) => (watching.has(text) ? [] : [origin]));
  if (origins.length === 0) return;
  const unknown = origins.flatMap((origin) =>
    rules
      .map((rule) => ({ origin, key: watchKey(rule, origin) }))
      .filter(({ key }) => memory.watchedSince.get(key.partition) === undefined),
  );
  if (unknown.length > 0) {
    const earliest = new Map<string, number>();
    for (const event of events) {
      const cluster = clusterText(event.origin);
      const { at } = new Act(event, context);
      earliest.set(cluster, Math.min(at, earliest.get(cluster) ?? at));
    }
    const meetings = unknown.map(({ key, origin }) => ({
      key,
      at: earliest.get(clusterText(origin)) ?? context.now,
    }));
    await watchedSince(meetings, memory);
  }
  if (watching.size > mostClusters) watching.clear();
  for (const origin of origins) watching.add(clusterText(origin));
}

/** How many clusters are known at a time. */
const mostClusters = 1000;

/** @returns the conclusions without those from the time in which their rules were learning */
export async function afterLearning(
  conclusions: readonly Conclusion[],
  memory: Memory,
): Promise<readonly Conclusion[]> {
  if (memory.learning === 0 || conclusions.length === 0) return conclusions;
  const meetings = conclusions.map(({ signal, at }) => ({ key: watchKey(signal.rule, signal.origin), at }));
  const since = await watchedSince(meetings, memory);
  return conclusions.filter(({ at }, index) => at >= (since[index] ?? at) + memory.learning);
}

/** Ends the learning of rules on clusters that a baseline has taught: the rules count as having always watched them. */
export async function end(
  rules: readonly NewTermsRule[],
  origins: readonly Origin[],
  { store, clock, watchedSince: known }: Memory,
): Promise<void> {
  const keys = new Map(
    rules
      .flatMap((rule) => origins.map((origin) => watchKey(rule, origin)))
      .map((key) => [key.partition, key]),
  );
  const items = [...keys.values()].map((key) => watchItem(key, Number.MIN_SAFE_INTEGER, clock()));
  await store.put(items);
  for (const { key } of items) known.set(key.partition, Number.MIN_SAFE_INTEGER);
}

interface Meeting {
  readonly key: Key;
  /** The time from which the rule counts as watching, unless it does so already. */
  readonly at: number;
}

/** @returns the times, in the order of the meetings */
async function watchedSince(
  meetings: readonly Meeting[],
  { store, clock, watchedSince: known }: Memory,
): Promise<readonly number[]> {
  const unknown = new Map<string, Meeting>();
  for (const meeting of meetings) {
    const { partition } = meeting.key;
    const first = unknown.get(partition);
    if (known.get(partition) === undefined && (first === undefined || meeting.at < first.at)) {
      unknown.set(partition, meeting);
    }
  }
  const changes = [...unknown.values()].map(({ key, at }) => ({
    key,
    next: (item: StoredItem | undefined) => (item === undefined ? watchItem(key, at, clock()) : undefined),
  }));
  const items = await writeUntilSettled(store, changes);
  const settled = new Map(
    items.flatMap((item) => (item === undefined ? [] : [[item.key.partition, sinceOf(item)]])),
  );
  for (const [partition, since] of settled) known.set(partition, since);
  return meetings.map(({ key, at }) => settled.get(key.partition) ?? known.get(key.partition) ?? at);
}

function watchKey(rule: Rule, origin: Origin): Key {
  return keyOf(['watch', rule.id, ...clusterKey(origin)], ['since']);
}

function clusterText(origin: Origin): string {
  return JSON.stringify(clusterKey(origin));
}

function watchItem(key: Key, since: number, now: number) {
  return { key, value: itemValue('watch', { since }), expiresAt: Math.trunc(now) + retention };
}

function sinceOf(item: StoredItem): number {
  return membersOf(item, 'watch', { since: isNumber }).since as number;
}
