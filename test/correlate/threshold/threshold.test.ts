import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LruCache } from '../../../src/correlate/lru-cache.ts';
import type { Memory } from '../../../src/correlate/memory.ts';
import type { JsonObject } from '../../../src/schema/audit-event.ts';
import { encodeItem, itemBytes } from '../../../src/state/item-format.ts';
import type { StateStore } from '../../../src/state/store.ts';
import { schemaErrors } from '../../alert/sample.ts';
import { benchFor, day, get, groupsIn, hour, minute, second, start, started, valuesIn } from '../events.ts';
import { compiledRules, ruleToml } from '../rules.ts';

function threshold(keys: string, schedule = 'from = "now-6m"\ninterval = "5m"'): string {
  return ruleToml('threshold', `${schedule}\n[rule.threshold]\n${keys}\n`);
}

const distinctNames = '[[rule.threshold.cardinality]]\nfield = "kubernetes.audit.objectRef.name"';
const ofAll = await compiledRules([threshold('field = []\nvalue = 3')]);
const ofUser = await compiledRules([threshold('field = ["user.name"]\nvalue = 3')]);
const ofAddress = await compiledRules([threshold('field = ["user.name", "source.ip"]\nvalue = 2')]);
const ofNames = await compiledRules([
  threshold(`field = ["user.name"]\nvalue = 2\n${distinctNames}\nvalue = 3`),
]);
const ofAddresses = await compiledRules([
  threshold('field = []\nvalue = 1\n[[rule.threshold.cardinality]]\nfield = "source.ip"\nvalue = 5'),
]);
const far = await compiledRules([
  threshold('field = ["user.name"]\nvalue = 3', 'from = "now-1h"\ninterval = "5m"'),
]);

const by = (username: string): JsonObject => ({ user: { username } });
const named = (name: string): JsonObject => ({ objectRef: { resource: 'secrets', namespace: 'shop', name } });

function windowsOf(
  alerts: readonly { readonly harrier: { readonly window?: { start: string; end: string } } }[],
) {
  return alerts.map(({ harrier: { window } }) =>
    [window?.start ?? '', window?.end ?? ''].map((time) => (Date.parse(time) - start) / minute),
  );
}

describe('a threshold', () => {
  it('is reached by enough acts, wherever they are delivered', async () => {
    const bench = benchFor(ofAll);
    expect(await bench.deliver([get(0), get(1)])).toEqual([]);
    bench.restart();
    const alerts = await bench.deliver([get(2)]);
    expect(windowsOf(alerts)).toEqual([[-1, 5]]);
    expect(valuesIn(alerts)).toEqual([{ count: 3 }]);
    expect(groupsIn(alerts)).toEqual([undefined]);
  });

  it('counts acts, not their stages', async () => {
    const bench = benchFor(ofAll);
    const [a, b] = [get(0), get(1)];
    expect(await bench.deliver([a, started(a), b, started(b)])).toEqual([]);
    await bench.deliver([started(a), started(b)]);
    expect(bench.alerts).toEqual([]);
  });

  it('counts an act once that is delivered often', async () => {
    const bench = benchFor(ofAll);
    const events = [get(0), get(1)];
    for (let time = 0; time < 5; time++) {
      await bench.deliver(time % 2 === 0 ? events : events.toReversed());
      bench.restart();
    }
    expect(bench.alerts).toEqual([]);
  });

  it('is of a group, and of no group that lacks a field', async () => {
    const bench = benchFor(ofAddress);
    const at = (second: number, sourceIPs: readonly string[]) => get(second, { sourceIPs });
    const alerts = await bench.deliver([
      at(0, ['10.0.0.1', '10.0.0.2']),
      at(1, ['10.0.0.1']),
      at(2, []),
      at(3, []),
      get(4),
      get(5, { sourceIPs: ['10.0.0.2'], user: { username: 'bob' } }),
    ]);
    expect(groupsIn(alerts)).toEqual([{ 'user.name': ['alice'], 'source.ip': ['10.0.0.1'] }]);
  });

  it('is of a cluster', async () => {
    const bench = benchFor(ofAll);
    await bench.deliver([get(0), get(1)], { cluster: 'a' });
    expect(await bench.deliver([get(2)], { cluster: 'b' })).toEqual([]);
  });

  it('asks for different values as well', async () => {
    const bench = benchFor(ofNames);
    expect(await bench.deliver([get(0, named('a')), get(1, named('b')), get(2, named('a'))])).toEqual([]);
    const alerts = await bench.deliver([get(3, named('c'))]);
    // Of the first three acts one added nothing: over several deliveries the count is what is certain.
    expect(valuesIn(alerts)).toEqual([{ count: 3, cardinality: { 'kubernetes.audit.objectRef.name': 3 } }]);
  });

  it('takes different values from all stages of an act, whichever comes last', async () => {
    for (const order of [0, 1]) {
      const bench = benchFor(ofAddresses);
      const event = get(0, { sourceIPs: ['10.0.0.1', '10.0.0.2', '10.0.0.3'] });
      const stages = [event, started(event, { sourceIPs: ['10.0.0.4', '10.0.0.5'] })];
      for (const stage of order === 0 ? stages : stages.toReversed()) await bench.deliver([stage]);
      expect(bench.alerts).toHaveLength(1);
    }
  });
});

describe('the alert of a threshold over several deliveries', () => {
  /** Each delivery in a process of its own. */
  async function apart(events: readonly JsonObject[], rules = ofUser, options = {}) {
    const bench = benchFor(rules, options);
    let number = 1;
    for (const event of events) {
      await bench.deliver([event], { source: `delivery ${number++}` });
      bench.restart();
    }
    return bench;
  }

  it('tells all of it', async () => {
    const { alerts } = await apart([
      get(0, { auditID: 'first', ...named('a') }),
      get(90 * second, { auditID: 'second', ...named('b') }),
      get(2 * minute, { auditID: 'third', ...named('c') }),
    ]);
    expect(alerts.flatMap(schemaErrors)).toEqual([]);
    expect(alerts).toHaveLength(1);
    const event = (number: number, auditID: string, time: string, name: string) => ({
      id: `${auditID}/ResponseComplete`,
      '@timestamp': `2026-03-02T${time}.000Z`,
      source: `delivery ${number}`,
      position: 1,
      reason: `alice read secret shop/${name}`,
    });
    expect(alerts[0]?.harrier).toMatchObject({
      reason: 'alice read secret shop/c (newest of 3 requests within 2 min)',
      event_count: 3,
      event_ids: ['first/ResponseComplete', 'second/ResponseComplete', 'third/ResponseComplete'],
      events: [
        event(1, 'first', '00:00:00', 'a'),
        event(2, 'second', '00:01:30', 'b'),
        event(3, 'third', '00:02:00', 'c'),
      ],
      values: { count: 3 },
    });
  });

  it('says so if the newest act is not the one at hand', async () => {
    const { alerts } = await apart([get(3), get(2), get(1)]);
    expect(alerts[0]?.harrier).toMatchObject({
      reason: 'alice read secret shop/token (one of 3 requests within 1 s)',
      event_count: 3,
    });
    expect(alerts[0]?.harrier.events.map((event) => event['@timestamp'])).toEqual(
      [1, 2, 3].map((at) => new Date(start + at).toISOString()),
    );
  });

  it('tells an act by its last stage, and once, however its stages come', async () => {
    const [a, b, c] = [get(0), get(second), get(2 * second)];
    const { alerts } = await apart([started(a), a, b, started(b), a, c]);
    expect(alerts[0]?.harrier).toMatchObject({ event_count: 3, values: { count: 3 } });
    expect(alerts[0]?.harrier.events).toHaveLength(3);
  });

  it('tells of acts that are suppressed together', async () => {
    const suppressing = await compiledRules([
      threshold(
        'field = ["user.name"]\nvalue = 3',
        'from = "now-6m"\ninterval = "5m"\nalert_suppression = { duration = { value = 1, unit = "h" } }',
      ),
    ]);
    const { alerts } = await apart([get(0), get(1), get(2), get(6 * minute)], suppressing);
    expect(alerts).toHaveLength(1);
    expect(alerts[0]?.harrier.event_count).toBe(3);
    expect(alerts[0]?.harrier.events).toHaveLength(3);
  });

  it('hides secrets before they are stored', async () => {
    const stored: unknown[] = [];
    const wrap = (store: StateStore): StateStore => ({
      ...store,
      put: async (items) => {
        stored.push(...items);
        await store.put(items);
      },
    });
    const { alerts } = await apart(
      [0, 1, 2].map((at) =>
        get(at, { userAgent: `curl token=hunter2-${at}`, auditID: `password=hunter2-${at}` }),
      ),
      ofUser,
      { wrap },
    );
    expect(JSON.stringify(stored)).toContain('[redacted]');
    expect(JSON.stringify([stored, alerts])).not.toContain('hunter2');
  });

  it('counts acts of which an earlier version remembered no more than that they were', async () => {
    const wrap = (store: StateStore): StateStore => ({
      ...store,
      put: (items) =>
        store.put(
          items.map((item) => {
            const { summaries: _, ...value } = item.value;
            return { ...item, value };
          }),
        ),
    });
    const { alerts } = await apart([get(0), get(minute), get(2 * minute)], ofUser, { wrap });
    expect(alerts.flatMap(schemaErrors)).toEqual([]);
    expect(alerts[0]?.harrier).toMatchObject({
      reason: 'alice read secret shop/token (newest of 3 requests within 2 min)',
      event_count: 3,
    });
    expect(alerts[0]?.harrier.events).toHaveLength(1);
  });

  it('lists a hundred acts of very many, with items that stay small', async () => {
    const many = await compiledRules([threshold('field = []\nvalue = 250')]);
    const sizes: number[] = [];
    const wrap = (store: StateStore): StateStore => ({
      ...store,
      put: async (items) => {
        for (const item of items) sizes.push(itemBytes(encodeItem(item)));
        await store.put(items);
      },
    });
    // Everything that a caller writes is long.
    const long = (at: number) =>
      get(at, {
        auditID: `${at}`.padEnd(5000, '\u{1F512}'),
        userAgent: '\u{1F512}'.repeat(5000),
        ...named('\u{1F512}'.repeat(5000)),
        ...by('\u{1F512}'.repeat(5000)),
      });
    const bench = benchFor(many, { wrap });
    for (let from = 0; from < 250; from += 50) {
      await bench.deliver(Array.from({ length: 50 }, (_, index) => long(from + index)));
      bench.restart();
    }
    expect(bench.alerts).toHaveLength(1);
    expect(bench.alerts.flatMap(schemaErrors)).toEqual([]);
    expect(bench.alerts[0]?.harrier).toMatchObject({ event_count: 250, values: { count: 250 } });
    expect(bench.alerts[0]?.harrier.events).toHaveLength(100);
    expect(Math.max(...sizes)).toBeLessThan(150_000);
    expect(sizes.reduce((a, b) => a + b)).toBeLessThan(400_000);
  });
});

describe('windows', () => {
  // Every five minutes a search of the six minutes before: one minute is in two windows.
  it.each([
    { times: [0, 1, 2], windows: [[-1, 5]] },
    { times: [-1 * minute, 0, 5 * minute - 1], windows: [[-1, 5]] },
    { times: [-1 * minute - 1, 0, 5 * minute - 1], windows: [] },
    { times: [0, 4 * minute - 1, 5 * minute], windows: [] },
    { times: [4 * minute, 5 * minute - 1, 5 * minute], windows: [[4, 10]] },
    // Enough in the minute that two windows share: the later window has nothing that the earlier has not.
    { times: [4 * minute, 4 * minute + 1, 4 * minute + 2], windows: [[-1, 5]] },
    {
      times: [4 * minute, 4 * minute + 1, 4 * minute + 2, 6 * minute],
      windows: [
        [-1, 5],
        [4, 10],
      ],
    },
  ])('$windows have the acts at $times', async ({ times, windows }) => {
    const together = benchFor(ofAll);
    await together.deliver(times.map((at) => get(at)));
    expect(windowsOf(together.alerts)).toEqual(windows);
    const apart = benchFor(ofAll);
    for (const at of times.toReversed()) {
      await apart.deliver([get(at)]);
      apart.restart();
    }
    expect(windowsOf(apart.alerts).sort()).toEqual(windows);
  });

  it('count an act at the very time they begin, also where the window before has enough', async () => {
    const bench = benchFor(ofAll);
    for (const at of [0, 1, 2, 4, 5, 6]) {
      await bench.deliver([get(at * minute)]);
      bench.restart();
    }
    expect(windowsOf(bench.alerts)).toEqual([
      [-1, 5],
      [4, 10],
    ]);
  });

  it('that look back far are reported where something happened', async () => {
    const bench = benchFor(far);
    await bench.deliver([get(0), get(1), get(2)]);
    expect(windowsOf(bench.alerts)).toEqual([[-55, 5]]);
    await bench.deliver([get(20 * minute)]);
    expect(windowsOf(bench.alerts)).toEqual([
      [-55, 5],
      [-35, 25],
    ]);
    await bench.deliver([get(2 * hour)]);
    expect(bench.alerts).toHaveLength(2);
  });

  it('are reached as a plain count says, however acts are delivered', async () => {
    const acts = fc.array(
      fc.record({ at: fc.integer({ min: 0, max: 20 * 60 }), name: fc.constantFrom('a', 'b', 'c', 'd') }),
      {
        maxLength: 12,
      },
    );
    await fc.assert(
      fc.asyncProperty(acts, fc.infiniteStream(fc.integer({ min: 1, max: 4 })), async (found, sizes) => {
        const expected = new Set<number>();
        for (let end = 0; end <= 30 * 60; end += 5 * 60) {
          const within = found.filter(({ at }) => at >= end - 6 * 60 && at < end);
          const isEnough = within.length >= 2 && new Set(within.map(({ name }) => name)).size >= 3;
          if (isEnough && within.some(({ at }) => at >= end - 5 * 60)) expected.add(end / 60);
        }
        const bench = benchFor(ofNames);
        const left = found.map(({ at, name }) => get(at * second, named(name)));
        while (left.length > 0) await bench.deliver(left.splice(0, sizes.next().value));
        expect(new Set(windowsOf(bench.alerts).map(([, end]) => end))).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('count what comes days late', async () => {
    const bench = benchFor(ofAll);
    await bench.deliver([get(0), get(1)]);
    bench.now += 14 * day;
    bench.restart();
    expect(await bench.deliver([get(2)])).toHaveLength(1);
  });

  it('count acts of a clock that is a day ahead where they say they are', async () => {
    const bench = benchFor(ofAll);
    bench.now = start;
    await bench.deliver([get(day), get(day + 1)]);
    expect(await bench.deliver([get(0)])).toEqual([]);
    bench.now += day;
    bench.restart();
    expect(await bench.deliver([get(day + 2)])).toHaveLength(1);
  });

  it('hold acts without times where they were logged', async () => {
    const bench = benchFor(ofAll, { sourced: { partial: true, loggedAt: start } });
    const alerts = await bench.deliver([get(undefined), get(undefined), get(undefined)]);
    expect(windowsOf(alerts)).toEqual([[-1, 5]]);
  });

  it('are reported once in a process and between processes, while they grow', async () => {
    const bench = benchFor(ofAll);
    for (let at = 0; at < 100; at++) {
      await bench.deliver([get(at)]);
      if (at % 10 === 0) bench.restart();
    }
    expect(bench.alerts).toHaveLength(1);
  });
});

describe('cost', () => {
  it('does not grow with acts beyond those that are needed', async () => {
    const bench = benchFor(ofUser);
    await bench.deliver([get(0), get(1), get(2)]);
    const before = { ...bench.store.usage };
    for (let at = 3; at < 200; at++) await bench.deliver([get(at)]);
    expect(bench.store.usage).toEqual(before);
  });

  it('does not grow with values that are known to be there, while others are awaited', async () => {
    const bench = benchFor(ofNames);
    await bench.deliver([get(0, named('a')), get(1, named('b'))]);
    const before = { ...bench.store.usage };
    for (let at = 3; at < 200; at++) await bench.deliver([get(at, named(at % 2 === 0 ? 'a' : 'b'))]);
    expect(bench.store.usage).toEqual(before);
    expect(await bench.deliver([get(200, named('c'))])).toHaveLength(1);
  });

  it('is a read for a window that is too large to remember', async () => {
    const bench = benchFor(ofUser);
    const windows: Memory['windows'] = new LruCache(3);
    bench.memory = { ...bench.memory, windows };
    await bench.deliver([get(0), get(1), get(2)]);
    const { readUnits } = bench.store.usage;
    await bench.deliver([get(3)]);
    expect(bench.store.usage.readUnits).toBeGreaterThan(readUnits);
  });

  it('is small for many acts in one delivery', async () => {
    const bench = benchFor(ofUser);
    await bench.deliver(Array.from({ length: 10_000 }, (_, index) => get(index)));
    // Three acts, and that the alert is sent.
    expect(bench.store.usage).toMatchObject({ itemsWritten: 2, writeUnits: 2, readUnits: 2 });
    expect(valuesIn(bench.alerts)).toEqual([{ count: 10_000 }]);
  });
});

describe('large values', () => {
  it('of a group are told apart though they are of 100 KB', async () => {
    const bench = benchFor(ofUser);
    const long = 'x'.repeat(100_000);
    const events = [0, 1, 2, 3, 4].map((at) => get(at, by(`${long}${at % 2}`)));
    const alerts = await bench.deliver(events);
    expect(groupsIn(alerts).map((group) => group?.['user.name']?.[0]?.length)).toHaveLength(1);
    expect(bench.store.usage.writeUnits).toBeLessThan(10);
  });

  it('and many of them in one act fit into items', async () => {
    const bench = benchFor(
      await compiledRules([
        threshold(
          'field = []\nvalue = 1\n[[rule.threshold.cardinality]]\nfield = "source.ip"\nvalue = 30000',
        ),
      ]),
    );
    const addresses = (from: number) =>
      Array.from({ length: 15_000 }, (_, index) => `10.${from}.${index >> 8}.${index & 255}`);
    expect(await bench.deliver([get(0, { sourceIPs: addresses(1) })])).toEqual([]);
    bench.restart();
    expect(await bench.deliver([get(1, { sourceIPs: addresses(2) })])).toHaveLength(1);
  });
});
