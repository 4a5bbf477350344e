import { describe, expect, it } from 'vitest';
import { memory } from '../../src/correlate/memory.ts';
import { recordSent, unsent } from '../../src/correlate/sent.ts';
import { memoryStore } from '../../src/state/memory.ts';
import { meteredStore } from '../../src/state/metered.ts';
import { day } from './events.ts';

function process(store = meteredStore(memoryStore({ clock: () => time.now }))) {
  return memory(store, () => time.now);
}
const time = { now: Date.UTC(2026, 2, 2) };

describe('an alert that is out', () => {
  it('is known to be, in this process and in others', async () => {
    const one = process();
    expect(await unsent(['a', 'b', 'a'], one)).toEqual(new Set(['a', 'b']));
    await recordSent([{ id: 'a' }], one);
    expect(await unsent(['a', 'b'], one)).toEqual(new Set(['b']));
    const other = memory(one.store, one.clock);
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
    expect(await unsent(['a'], memory(one.store, one.clock))).toEqual(new Set());
    time.now++;
    expect(await unsent(['a'], memory(one.store, one.clock))).toEqual(new Set(['a']));
    time.now = began;
  });
});
