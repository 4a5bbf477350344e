/**
 * Alerts that are out. An alert is published, then recorded; what is recorded is not published again. A crash in
 * between repeats an alert with the same id, and loses none.
 */
import { keyOf } from '../state/key.ts';
import type { Key } from '../state/store.ts';
import { itemValue } from './item-value.ts';
import { type Memory, redeliveryHorizon } from './memory.ts';

/** @returns which of the ids are not known to be out, each once, in their order */
export async function unsent(ids: readonly string[], { sent, store }: Memory): Promise<ReadonlySet<string>> {
  const unknown = [...new Set(ids)].filter((id) => sent.get(id) === undefined);
  if (unknown.length === 0) return new Set();
  const items = await store.get(unknown.map(keyFor));
  return new Set(unknown.filter((id, index) => {
    if (items[index] === undefined) return true;
    sent.set(id, true);
    return false;
  }));
}

/** To be called when the alerts are with their receiver. */
export async function recordSent(ids: readonly string[], { sent, store, clock }: Memory): Promise<void> {
  const expiresAt = clock() + redeliveryHorizon;
  await store.put(ids.map((id) => ({ key: keyFor(id), value: itemValue('sent', {}), expiresAt })));
  for (const id of ids) sent.set(id, true);
}

function keyFor(id: string): Key {
  return keyOf(['sent', id], ['alert']);
}
