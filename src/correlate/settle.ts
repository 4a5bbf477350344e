/** Conditional writes, repeated until nobody else has written in between. */
import {
  type Item,
  type Key,
  type StateStore,
  StateUnavailableError,
  type StoredItem,
} from '../state/store.ts';

export interface Change {
  readonly key: Key;
  /** What the item is to be, given what it is; undefined if it is so already. A function of its argument alone. */
  readonly next: (item: StoredItem | undefined) => Item | undefined;
}

/** Of writers at the same time one is done in each round; more losses in a row than this are a fault. */
const rounds = 200;

/**
 * Applies each change to its item.
 * @returns each item as it then is in the store, in the order of the changes
 * @throws StateUnavailableError if others keep writing the same item
 */
export async function writeUntilSettled(
  store: StateStore,
  changes: readonly Change[],
): Promise<readonly (StoredItem | undefined)[]> {
  const settled: (StoredItem | undefined)[] = changes.map(() => undefined);
  let open = changes.map((change, index) => ({ ...change, index }));
  for (let round = 0; open.length > 0; round++) {
    if (round === rounds) {
      throw new StateUnavailableError(
        `the state item ${JSON.stringify(open[0]?.key)} was written by others ${rounds} times in a row`,
      );
    }
    const items = await store.get(open.map(({ key }) => key));
    const outcomes = await Promise.all(
      open.map(async (change, at) => {
        const item = items[at];
        const next = change.next(item);
        if (next === undefined) return { change, item };
        const written = await store.putIf(next, item?.version);
        return { change, item: written ? { ...next, version: '' } : undefined, lost: !written };
      }),
    );
    for (const { change, item } of outcomes) settled[change.index] = item;
    open = outcomes.filter(({ lost }) => lost).map(({ change }) => change);
  }
  return settled;
}
