/**
 * What processes can know of a sequence: what was stored when they last read its key. An alert cannot be called back, so
 * it is judged by this, not by what came later.
 */
import type { JsonObject } from '../../src/schema/audit-event.ts';
import type { Item } from '../../src/state/store.ts';

/** What there was to know when a partition was read. */
export interface Look {
  /** Ids of the acts that had been written under the key. */
  readonly stored: ReadonlySet<string>;
  /** The `auditID` of each event whose delivery had succeeded: whoever says so has stored what is to be remembered. */
  readonly delivered: ReadonlySet<string>;
}

/** Of one process: by what was read, the latest look at it. */
export type Looks = Map<string, () => Look>;

/** What has been stored so far. */
export class Knowledge {
  readonly #stored = new Map<string, string[]>();
  readonly #delivered: string[] = [];

  /** What the store is asked to write, whatever it makes of it. */
  put(items: readonly Item[]): void {
    for (const { key, value } of items) {
      if (value.kind !== 'partial') continue;
      const acts = (value.entries as readonly (readonly [id: string])[]).map(([id]) => id);
      this.#storedAs(key.partition).push(...acts);
    }
  }

  succeeded(events: readonly JsonObject[]): void {
    this.#delivered.push(...events.map(({ auditID }) => String(auditID)));
  }

  /** @returns what is known now; it can be asked for later */
  look(partition: string): () => Look {
    const stored = this.#storedAs(partition);
    const counts = [stored.length, this.#delivered.length] as const;
    return () => ({
      stored: new Set(stored.slice(0, counts[0])),
      delivered: new Set(this.#delivered.slice(0, counts[1])),
    });
  }

  #storedAs(partition: string): string[] {
    const found = this.#stored.get(partition);
    if (found !== undefined) return found;
    const acts: string[] = [];
    this.#stored.set(partition, acts);
    return acts;
  }
}
