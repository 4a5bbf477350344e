/** Rules whose groups take in nearly every event: what is written, read and told, when deliveries are large. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/schema/audit-event.ts';
import { StateShapeError, type StateStore } from '../../../../src/state/store.ts';
import { benchFor, get, minute, valuesIn } from '../../events.ts';
import { compiledRules, esqlToml } from '../../rules.ts';

const decision = '`kubernetes.audit.annotations.authorization_k8s_io/decision`';
const enumeration = `FROM logs-kubernetes.audit_logs-*
| STATS events = COUNT(*), decisions = COUNT_DISTINCT(${decision}), uris = COUNT_DISTINCT(kubernetes.audit.requestURI),
    shown = VALUES(kubernetes.audit.requestURI)
  BY user.name, kubernetes.audit.sourceIPs
| WHERE decisions == 2 AND uris >= 4 AND events < 40`;
const rules = await compiledRules([esqlToml(enumeration, 'from = "now-6m"\ninterval = "5m"')]);

const decided = (value: string) => ({ annotations: { 'authorization.k8s.io/decision': value } });

/** Each of another caller, too many for one heading. */
const crowd = (at: number, count = 100) =>
  Array.from({ length: count }, (_, index) =>
    get(at + index, {
      ...decided('allow'),
      user: { username: `user-${at}-${index}` },
      sourceIPs: [`10.0.0.${index % 250}`],
      requestURI: `/api/v1/namespaces/shop/configmaps/${index}`,
    }),
  );

const act = (at: number, uri: string, value = 'allow', more: JsonObject = {}) =>
  get(at, {
    ...decided(value),
    user: { username: 'mallory' },
    sourceIPs: ['198.51.100.7'],
    requestURI: uri,
    ...more,
  });

describe('a group among many', () => {
  it.each([
    ['last', [0, 1, 2, 3]],
    ['first', [3, 0, 1, 2]],
    ['in between', [0, 3, 2, 1]],
  ])('is found where the rare value comes %s, by whichever process', async (_, order) => {
    const acts = [act(0, '/a'), act(1000, '/b'), act(2000, '/c'), act(3000, '/d', 'forbid')];
    const bench = benchFor(rules);
    for (const [index, which] of order.entries()) {
      bench.restart();
      expect(bench.alerts).toEqual([]);
      await bench.deliver([...crowd(index * 1000), acts[which] as JsonObject]);
    }
    expect(valuesIn(bench.alerts)).toEqual([
      expect.objectContaining({ events: 4, decisions: 2, uris: 4, shown: ['/a', '/b', '/c', '/d'] }),
    ]);
    expect(bench.alerts[0]?.harrier.event_count).toBe(4);
  });

  it('is in the group of each of its addresses', async () => {
    const bench = benchFor(rules);
    const both = { sourceIPs: ['198.51.100.7', '203.0.113.1'] };
    for (const [index, uri] of ['/a', '/b', '/c'].entries())
      await bench.deliver([...crowd(index), act(index, uri, 'allow', both)]);
    await bench.deliver([...crowd(9), act(9, '/d', 'forbid', { sourceIPs: ['203.0.113.1'] })]);
    expect(valuesIn(bench.alerts)).toMatchObject([{ 'kubernetes.audit.sourceIPs': '203.0.113.1' }]);
  });

  it('is not another one, nor in another window', async () => {
    const bench = benchFor(rules);
    await bench.deliver([...crowd(0), act(0, '/a'), act(1, '/b'), act(2, '/c')]);
    await bench.deliver([...crowd(10), act(10, '/d', 'forbid', { user: { username: 'other' } })]);
    await bench.deliver([...crowd(20), act(20, '/d', 'forbid', { sourceIPs: ['198.51.100.8'] })]);
    await bench.deliver([...crowd(5 * minute), act(5 * minute, '/d', 'forbid')]);
    expect(bench.alerts).toEqual([]);
    await bench.deliver([...crowd(30), act(30, '/d', 'forbid')]);
    expect(bench.alerts).toHaveLength(1);
  });

  it('that has too many events is not told of, whichever delivery had them', async () => {
    const bench = benchFor(rules);
    const busy = (from: number) => Array.from({ length: 20 }, (_, n) => act(from + n, `/${n}`));
    await bench.deliver([...crowd(0), ...busy(0)]);
    await bench.deliver([...crowd(100), ...busy(100)]);
    await bench.deliver([...crowd(200), act(200, '/z', 'forbid')]);
    bench.restart();
    await bench.deliver([...crowd(300), act(300, '/z', 'forbid')]);
    // The busy part is not in the next window.
    await bench.deliver([...crowd(4 * minute), act(4 * minute, '/a'), act(6 * minute, '/b', 'forbid')]);
    expect(bench.alerts).toEqual([]);
  });
});

describe('a caller who has more in a window than the query wants', () => {
  const busy = (at: number, count: number) => Array.from({ length: count }, (_, n) => act(at + n, `/${n}`));

  it('costs nothing more in that window, and is told of in the next one', async () => {
    const bench = benchFor(rules);
    await bench.deliver([...crowd(0), ...busy(0, 25)]);
    await bench.deliver([...crowd(3 * minute), ...busy(3 * minute, 15)]);
    const { itemsWritten, readRequests } = bench.store.usage;
    await bench.deliver([...busy(100, 100), act(200, '/z', 'forbid')]);
    expect(bench.store.usage).toMatchObject({ itemsWritten, readRequests });
    // In the minute that the next window has as well, nothing is settled.
    await bench.deliver([act(4.5 * minute, '/a'), act(4.5 * minute + 1, '/b'), act(6 * minute, '/c')]);
    expect(bench.store.usage.itemsWritten).toBeGreaterThan(itemsWritten);
    expect(bench.alerts).toEqual([]);
    await bench.deliver([act(7 * minute, '/d', 'forbid')]);
    expect(valuesIn(bench.alerts)).toMatchObject([{ events: 4, uris: 4 }]);
  });

  it('is one caller on one cluster', async () => {
    const bench = benchFor(rules);
    await bench.deliver(busy(0, 40));
    const other = { user: { username: 'other' } };
    for (const more of [other, { sourceIPs: ['198.51.100.8'] }]) {
      const before = bench.alerts.length;
      await bench.deliver(['/a', '/b', '/c'].map((uri, n) => act(100 + n, uri, 'allow', more)));
      await bench.deliver([act(200, '/d', 'forbid', more)]);
      expect(bench.alerts).toHaveLength(before + 1);
    }
  });
});

describe('what is written', () => {
  it('is two items for a large delivery, and one for a small one', async () => {
    const bench = benchFor(rules);
    await bench.deliver(crowd(0));
    expect(bench.store.usage.itemsWritten).toBe(2);
    await bench.deliver(crowd(1000, 3));
    expect(bench.store.usage.itemsWritten).toBe(3);
    // Of another cell of time.
    await bench.deliver([...crowd(2000, 3), ...crowd(4.5 * minute, 3)]);
    expect(bench.store.usage.itemsWritten).toBe(5);
  });

  it('is several sheets where one would be too large', async () => {
    const bench = benchFor(rules);
    const long = (index: number) => `/${String(index).padStart(6, '0')}${'é'.repeat(100)}`;
    const events = Array.from({ length: 1500 }, (_, index) =>
      act(index, long(index % 700), 'allow', { user: { username: `user-${index % 750}` } }),
    );
    await bench.deliver(events);
    expect(bench.store.usage.itemsWritten).toBeGreaterThan(4);
    await bench.deliver(
      [1, 2, 3].map((index) => act(9000 + index, long(index), 'forbid', { user: { username: 'user-7' } })),
    );
    expect(valuesIn(bench.alerts)).toMatchObject([{ events: 5, uris: 5 }]);
  });

  it('is not read for groups that cannot be what the query wants', async () => {
    const bench = benchFor(rules);
    await bench.deliver(crowd(0));
    bench.restart();
    const before = bench.store.usage.itemsRead;
    await bench.deliver(crowd(0).map((event) => ({ ...event, requestURI: '/other' })));
    // The heading of the first delivery and its own.
    expect(bench.store.usage.itemsRead - before).toBe(2);
  });

  it('is not written again by a process that has written it', async () => {
    const bench = benchFor(rules);
    const events = crowd(0, 20);
    await bench.deliver(events);
    const { itemsWritten } = bench.store.usage;
    await bench.deliver(events.slice(3, 9));
    expect(bench.store.usage.itemsWritten).toBe(itemsWritten);
  });

  it('ends once a group is settled, where the query asks for no small number', async () => {
    const open = await compiledRules([
      esqlToml(
        'FROM logs-* | STATS n = COUNT(*), u = COUNT_DISTINCT(kubernetes.audit.requestURI) BY user.name | WHERE n >= 3 AND u >= 2',
        'from = "now-6m"\ninterval = "5m"',
      ),
    ]);
    const bench = benchFor(open);
    const part = (from: number) => Array.from({ length: 50 }, (_, n) => act(from + n, `/${n}`));
    for (let from = 0; from < 600; from += 50) await bench.deliver(part(from));
    const { itemsWritten } = bench.store.usage;
    for (let from = 600; from < 900; from += 50) await bench.deliver(part(from));
    expect(bench.store.usage.itemsWritten).toBe(itemsWritten);
    expect(new Set(bench.alerts.map(({ event }) => event.id)).size).toBe(1);
    expect(bench.summaries.map(({ groupEventsCut }) => groupEventsCut)).toEqual(bench.summaries.map(() => 0));
  });

  it('is in a heading before its sheet is there, and then found by whoever wrote it', async () => {
    let held: Parameters<StateStore['put']>[0] = [];
    let isHolding = true;
    const bench = benchFor(rules, {
      wrap: (store) => ({
        ...store,
        put: async (items) => {
          const sheets = items.filter(({ value }) => value.kind === 'sheet');
          await store.put(items.filter((item) => !isHolding || !sheets.includes(item)));
          if (isHolding && sheets.length > 0) {
            held = sheets;
            isHolding = false;
            throw new Error('the process is gone');
          }
        },
      }),
    });
    const first = [...crowd(0), act(0, '/a'), act(1, '/b'), act(2, '/c')];
    await expect(bench.deliver(first)).rejects.toThrow('gone');
    expect(held).toHaveLength(1);
    bench.restart();
    await bench.deliver([...crowd(10), act(10, '/d', 'forbid')]);
    expect(bench.alerts).toEqual([]);
    await bench.deliver(first);
    expect(bench.alerts).toHaveLength(1);
  });

  it('is refused where it is of another version', async () => {
    const bench = benchFor(rules, {
      wrap: (store) => ({
        ...store,
        put: (items) => store.put(items.map((item) => ({ ...item, value: { ...item.value, version: 2 } }))),
      }),
    });
    const message = /expected kind "heading", version 1/;
    await expect(bench.deliver([act(0, '/a')])).rejects.toThrow(message);
    await expect(bench.deliver([act(0, '/a')])).rejects.toThrow(StateShapeError);
  });
});
