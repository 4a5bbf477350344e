/**
 * Alerts that are out. An alert is published, then recorded; what is recorded is not published again. A crash in
 * between repeats an alert with the same id, and loses none.
 */
import { keyOf } from '../state/key.ts';
import type { Key } from '../state/store.ts';
import { itemValue, membersOf } from './item-value.ts';
import { type Memory, redeliveryHorizon } from './memory.ts';

/** @returns which of the ids are not known to be out, each once, in their order */
export async function unsent(
  ids: readonly string[],
  { sent, store }: Pick<Memory, 'sent' | 'store'>,
): Promise<ReadonlySet<string>> {
  const unknown = [...new Set(ids)].filter((id) => sent.get(id) === undefined);
  if (unknown.length === 0) return new Set();
  const items = await store.get(unknown.map(keyFor));
  return new Set(
    unknown.filter((id, index) => {
      const item = items[index];
      if (item === undefined) return true;
      membersOf(item, 'sent', {});
      sent.set(id, true);
      return false;
    }),
  );
}

/** An alert that was published. */
export interface SentAlert {
  readonly id: string;
  /**
   * The end of the span of event time it stands for, epoch milliseconds. Until then further events may lead to the same
   * alert, so it is remembered from then on.
   */
  readonly end?: number | undefined;
}

export async function recordSent(
  alerts: readonly SentAlert[],
  { sent, store, clock }: Pick<Memory, 'sent' | 'store' | 'clock'>,
): Promise<void> {
  const now = clock();
  await store.put(
    alerts.map(({ id, end = now }) => ({
      key: keyFor(id),
      value: itemValue('sent', {}),
      expiresAt: Math.min(Math.max(now, end), now + farthest) + redeliveryHorizon,
    })),
  );
  for (const { id } of alerts) sent.set(id, true);
}

/** No window is longer, but an event may claim to be of any time. */
const farthest = 400 * 86_400_000;

function keyFor(id: string): Key {
  return keyOf(['sent', id], ['alert']);
}
