/**
 * Learning: for a while after a rule first meets a cluster, new terms are remembered and nobody is told. The time is
 * that of the events, and begins once for all: the first delivery that meets a rule and cluster decides.
 */
import type { Rule } from '../rule.ts';
import type { Origin } from '../schema/audit-event.ts';
import type { EventFormat } from '../signal.ts';
import { keyOf } from '../state/key.ts';
import type { Key, StoredItem } from '../state/store.ts';
import { actOf } from './act.ts';
import type { Conclusion } from './conclusion.ts';
import { isNumber, itemValue, membersOf } from './item-value.ts';
import { type Memory } from './memory.ts';
import { placeOf } from './place.ts';
import { writeUntilSettled } from './settle.ts';

/** Longer than anything remembers: a rule learns once. */
const retention = 10 * 365 * 86_400_000;

/** Leaves out what was concluded while its rule was learning. */
export async function silentBefore(
  conclusions: readonly Conclusion[],
  format: EventFormat,
  memory: Memory,
): Promise<readonly Conclusion[]> {
  if (memory.learning === 0 || conclusions.length === 0) return conclusions;
  const earliest = new Map<string, { key: Key; at: number }>();
  for (const conclusion of conclusions) {
    const key = watchKeyOf(conclusion);
    const { at } = actOf(conclusion.match.event, format);
    const known = earliest.get(key.partition);
    earliest.set(key.partition, { key, at: Math.min(at, known?.at ?? at) });
  }
  const since = await watchedSince([...earliest.values()], memory);
  return conclusions.filter((conclusion) => {
    const began = since.get(watchKeyOf(conclusion).partition) ?? 0;
    return actOf(conclusion.match.event, format).at >= began + memory.learning;
  });
}

/** Ends the learning of rules on clusters that a baseline has taught: they count as watched since ever. */
export async function endLearning(
  rules: readonly Rule[],
  origins: readonly Origin[],
  memory: Memory,
): Promise<void> {
  const keys = new Map<string, Key>();
  for (const rule of rules) {
    for (const origin of origins) {
      const key = watchKey(rule, origin);
      keys.set(key.partition, key);
    }
  }
  await memory.store.put([...keys.values()].map((key) => watchItem(key, Number.MIN_SAFE_INTEGER, memory)));
}

async function watchedSince(
  meetings: readonly { readonly key: Key; readonly at: number }[],
  memory: Memory,
): Promise<ReadonlyMap<string, number>> {
  const unknown = meetings.filter(({ key }) => memory.watchedSince.get(key.partition) === undefined);
  const items = await writeUntilSettled(
    memory.store,
    unknown.map(({ key, at }) => ({
      key,
      next: (item) => (item === undefined ? watchItem(key, at, memory) : undefined),
    })),
  );
  unknown.forEach(({ key }, index) => {
    const item = items[index];
    if (item !== undefined) memory.watchedSince.set(key.partition, sinceOf(item));
  });
  return new Map(meetings.map(({ key, at }) => [key.partition, memory.watchedSince.get(key.partition) ?? at]));
}

function watchKeyOf({ signal }: Conclusion): Key {
  return watchKey(signal.rule, signal.origin);
}

function watchKey(rule: Rule, origin: Origin): Key {
  return keyOf(['watch', rule.id, ...placeOf(origin)], ['since']);
}

function watchItem(key: Key, since: number, { clock }: Memory) {
  return { key, value: itemValue('watch', { since }), expiresAt: clock() + retention };
}

function sinceOf(item: StoredItem): number {
  return membersOf(item, 'watch', { since: isNumber }).since as number;
}
