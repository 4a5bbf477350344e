import { describe, expect, it } from 'vitest';
import { createMemory } from '../../src/correlate/memory.ts';
import { recordSent, unsent } from '../../src/correlate/sent.ts';
import { PublishError } from '../../src/publish/publisher.ts';
import { memoryStore } from '../../src/state/memory.ts';
import { meteredStore } from '../../src/state/metered.ts';
import { benchFor, day, get } from './events.ts';
import { compiledRules, ruleToml } from './rules.ts';

function process(store = meteredStore(memoryStore({ clock: () => time.now }))) {
  return createMemory(store, () => time.now);
}
const time = { now: Date.UTC(2026, 2, 2) };

describe('alerts of which one cannot be published', () => {
  it('fail the delivery, and only that one is published when it comes again', async () => {
    let poisoned: string | undefined;
    const bench = benchFor(await compiledRules([ruleToml('query')]), {
      refuse: (ids) => {
        poisoned ??= ids[1];
        return ids.filter((id) => id === poisoned);
      },
    });
    const delivery = [get(0), get(1), get(2)];
    await expect(bench.deliver(delivery)).rejects.toThrow(PublishError);
    bench.restart();
    await expect(bench.deliver(delivery)).rejects.toThrow(PublishError);
    expect(bench.alerts).toHaveLength(2);
    poisoned = 'none';
    bench.restart();
    expect(await bench.deliver(delivery)).toHaveLength(1);
    expect(new Set(bench.alerts.map(({ event }) => event.id)).size).toBe(3);
  });
});

describe('an alert that is out', () => {
  it('is known to be, in this process and in others', async () => {
    const one = process();
    expect(await unsent(['a', 'b', 'a'], one)).toEqual(new Set(['a', 'b']));
    await recordSent([{ id: 'a' }], one);
    expect(await unsent(['a', 'b'], one)).toEqual(new Set(['b']));
    const other = createMemory(one.store, one.clock);
    expect(await unsent(['b', 'a'], other)).toEqual(new Set(['b']));
  });

  it('is asked for in the store once', async () => {
    const store = meteredStore(memoryStore({ clock: () => time.now }));
    const first = process(store);
    await recordSent([{ id: 'a' }], first);
    await unsent(['a', 'a'], first);
    expect(store.usage.readRequests).toBe(0);
    const other = process(store);
    await unsent(['a'], other);
    await unsent(['a'], other);
    expect(store.usage.readRequests).toBe(1);
  });

  it.each([
    { end: undefined, days: 15 },
    { end: -100, days: 15 },
    { end: 30, days: 45 },
    { end: 100_000, days: 415 },
  ])('is remembered for $days days, if its window ends in $end', async ({ end, days }) => {
    const began = time.now;
    const one = process();
    await recordSent([{ id: 'a', end: end === undefined ? undefined : time.now + end * day }], one);
    time.now = began + days * day - 1;
    expect(await unsent(['a'], createMemory(one.store, one.clock))).toEqual(new Set());
    time.now++;
    expect(await unsent(['a'], createMemory(one.store, one.clock))).toEqual(new Set(['a']));
    time.now = began;
  });
});
