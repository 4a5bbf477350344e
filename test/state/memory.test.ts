import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../src/state/memory.ts';
import { stateStoreContract } from '../contract/state-store.ts';

stateStoreContract('memory', {
  open: async (clock) => ({ store: memoryStore({ clock }) }),
  modelRuns: 500,
});

describe('memory', () => {
  it('lets go of what has expired, so that a long run does not grow', async () => {
    let now = 0;
    const store = memoryStore({ clock: () => now });
    const kept = { key: { partition: 'p', sort: 'kept' }, value: {}, expiresAt: Number.MAX_SAFE_INTEGER };
    await store.put([kept]);
    for (; now < 20_000; now++) {
      await store.put([
        { key: { partition: `p${now % 10}`, sort: `s${now}` }, value: {}, expiresAt: now + 10 },
      ]);
    }
    // Going back in time shows what is still there.
    now = 0;
    const partitions = ['p', ...Array.from({ length: 10 }, (_, i) => `p${i}`)];
    const found = await Promise.all(
      partitions.map((partition) => store.range(partition, '\u0000', '\u{10ffff}')),
    );
    expect(found.flat().length).toBeLessThan(2000);
    expect(found[0]).toHaveLength(1);
  });
});
