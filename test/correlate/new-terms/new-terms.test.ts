import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/schema/audit-event.ts';
import { benchFor, day, get, groupsIn, hour, minute, start, started } from '../events.ts';
import { compiledRules, ruleToml } from '../rules.ts';

function newTerms(fields: readonly string[], window = 'now-7d'): string {
  return ruleToml(
    'new_terms',
    `[rule.new_terms]
field = "new_terms_fields"
value = ${JSON.stringify(fields)}
[[rule.new_terms.history_window_start]]
field = "history_window_start"
value = "${window}"
`,
  );
}

const one = await compiledRules([newTerms(['user.name'])]);
const shortest = await compiledRules([newTerms(['user.name'], 'now-1h')]);
const three = await compiledRules([newTerms(['user.name', 'source.ip', 'user_agent.original'])]);
const code = 'kubernetes.audit.requestObject.code';
const loose = await compiledRules([newTerms([code])]);

const by = (username: string): JsonObject => ({ user: { username } });

describe('a combination', () => {
  it('is new once, of one field', async () => {
    const bench = benchFor(one);
    const alerts = await bench.deliver([get(0), get(1), get(2, by('bob')), get(3, by('bob'))]);
    expect(groupsIn(alerts)).toEqual([{ 'user.name': ['alice'] }, { 'user.name': ['bob'] }]);
    bench.restart();
    expect(await bench.deliver([get(4), get(5, by('bob'))])).toEqual([]);
  });

  it('is one of each value, of three fields with arrays', async () => {
    const bench = benchFor(three);
    const fields = { userAgent: 'curl/8.5.0', sourceIPs: ['10.0.0.1', '10.0.0.2', '10.0.0.1'] };
    const first = await bench.deliver([get(0, fields)]);
    expect(groupsIn(first).map((group) => group?.['source.ip'])).toEqual([['10.0.0.1'], ['10.0.0.2']]);
    const next = await bench.deliver([get(1, { ...fields, sourceIPs: ['10.0.0.2', '10.0.0.3'] })]);
    expect(groupsIn(next).map((group) => group?.['source.ip'])).toEqual([['10.0.0.3']]);
    expect(new Set(bench.alerts.map(({ event }) => event.id)).size).toBe(3);
  });

  it('is none if a field is missing', async () => {
    const bench = benchFor(three);
    expect(await bench.deliver([get(0, { userAgent: 'curl/8.5.0' })])).toEqual([]);
    expect(await bench.deliver([get(0, { userAgent: '', sourceIPs: ['10.0.0.1'] })])).toEqual([]);
    expect(bench.store.usage.itemsWritten).toBe(0);
  });

  it.each<[string, JsonObject['x'] & object, number]>([
    ['a number and the same as text are one term, as in an index', [1, '1'], 1],
    ['a boolean and its text as well', [true, 'true'], 1],
    ['so are a fraction and its text', [1.5, '1.5'], 1],
    ['texts that differ in a zero are not', ['1', '1.0'], 2],
    ['null and the empty text are no values', [null, ''], 0],
    ['a value that looks like an abbreviated one is itself', ['x'.repeat(200), `~${'x'.repeat(22)}`], 2],
    ['upper and lower case differ', ['a', 'A'], 2],
  ])('%s', async (_, values, alerts) => {
    const bench = benchFor(loose);
    const events = (values as readonly JsonObject['x'][]).map((value, index) =>
      get(index, { requestObject: { code: value as string } }),
    );
    expect(await bench.deliver(events)).toHaveLength(alerts);
  });

  it('is one of at most 100 of an event', async () => {
    const bench = benchFor(three);
    const sourceIPs = Array.from({ length: 300 }, (_, index) => `10.0.${index >> 8}.${index & 255}`);
    expect(await bench.deliver([get(0, { userAgent: 'curl', sourceIPs })])).toHaveLength(100);
  });

  it('may be of 100 KB', async () => {
    const bench = benchFor(one);
    const long = 'x'.repeat(100_000);
    expect(
      await bench.deliver([get(0, by(`${long}1`)), get(1, by(`${long}2`)), get(2, by(`${long}1`))]),
    ).toHaveLength(2);
    bench.restart();
    expect(await bench.deliver([get(3, by(`${long}1`))])).toEqual([]);
    expect(bench.store.usage.writeUnits).toBeLessThan(10);
  });

  it('is new in each cluster', async () => {
    const bench = benchFor(one);
    const places = [
      { cluster: 'a' },
      { cluster: 'b' },
      { cluster: 'a', account: '1' },
      { cluster: 'a', region: 'x' },
    ];
    for (const place of places) expect(await bench.deliver([get(0)], place)).toHaveLength(1);
    for (const place of places) expect(await bench.deliver([get(1)], place)).toEqual([]);
    expect(new Set(bench.alerts.map(({ event }) => event.id)).size).toBe(4);
  });
});

describe('the history window', () => {
  // A slot is 1/64 of the window: a sighting counts as one at its slot's end.
  const slot = hour / 64;
  it.each([
    { gap: hour - 1, alerts: 0 },
    { gap: hour + slot - 1, alerts: 0 },
    { gap: hour + slot, alerts: 1 },
    { gap: 2 * hour, alerts: 1 },
  ])('gives $alerts alert(s) for a sighting $gap ms after the last', async ({ gap, alerts }) => {
    const bench = benchFor(shortest);
    await bench.deliver([get(0)]);
    expect(await bench.deliver([get(gap)])).toHaveLength(alerts);
  });

  it('begins anew with every sighting', async () => {
    const bench = benchFor(shortest);
    for (let at = 0; at < 10 * hour; at += 50 * minute) await bench.deliver([get(at)]);
    expect(bench.alerts).toHaveLength(1);
  });

  it('makes an alert with another id of each generation', async () => {
    const bench = benchFor(shortest);
    for (let at = 0; at < 30 * hour; at += 3 * hour) await bench.deliver([get(at)]);
    expect(new Set(bench.alerts.map(({ event }) => event.id)).size).toBe(10);
  });

  it('loses no generation that arrives after a later one', async () => {
    const bench = benchFor(shortest);
    await bench.deliver([get(6 * hour)]);
    await bench.deliver([get(0)]);
    await bench.deliver([get(3 * hour)]);
    expect(new Set(bench.alerts.map(({ event }) => event.id)).size).toBe(3);
  });

  it('remembers a sighting for as long as the longest window', async () => {
    const bench = benchFor(await compiledRules([newTerms(['user.name'], 'now-90d')]));
    await bench.deliver([get(0)]);
    bench.now += 89 * day;
    bench.restart();
    expect(await bench.deliver([get(89 * day)])).toEqual([]);
  });
});

describe('a delivery that comes again', () => {
  it('decides as the first time, whatever came in between', async () => {
    const bench = benchFor(one);
    const first = [get(100)];
    let isBroken = true;
    const broken = benchFor(one, {
      wrap: (store) => ({
        ...store,
        put: async (items) => {
          if (isBroken) throw new Error('the process ends here');
          await store.put(items);
        },
      }),
    });
    await expect(broken.deliver(first)).rejects.toThrow('ends here');
    isBroken = false;
    await broken.deliver([get(50), get(200)]);
    broken.restart();
    const [again] = await broken.deliver(first);
    const [clean] = await bench.deliver(first);
    // The first try got as far as publishing it.
    expect(broken.alerts.map(({ event }) => event.id)).toEqual([clean?.event.id, clean?.event.id]);
    expect(again?.event.id).toBe(clean?.event.id);
  });

  it('is not hidden from its alert by what the process remembers', async () => {
    let isBroken = true;
    const bench = benchFor(one, {
      wrap: (store) => ({
        ...store,
        get: async (keys) => {
          if (isBroken && keys[0]?.partition.startsWith('sent')) throw new Error('refused');
          return store.get(keys);
        },
      }),
    });
    const delivery = [get(0)];
    await expect(bench.deliver(delivery)).rejects.toThrow('refused');
    isBroken = false;
    await bench.deliver([get(1)]);
    expect(bench.alerts).toEqual([]);
    expect(await bench.deliver(delivery)).toHaveLength(1);
  });

  it('in another grouping, and in stages, makes no other alert', async () => {
    const bench = benchFor(one);
    const [a, b] = [get(0), get(5)];
    await bench.deliver([b, started(a)]);
    await bench.deliver([a]);
    await bench.deliver([b]);
    expect(bench.alerts).toHaveLength(1);
  });
});

describe('cost', () => {
  it('is one write and one read of a combination in a delivery, however often it occurs', async () => {
    const bench = benchFor(one);
    await bench.deliver(Array.from({ length: 500 }, (_, index) => get(index * minute)));
    const { itemsWritten, readUnits } = bench.store.usage;
    // The history, and that the alert is sent.
    expect({ itemsWritten, readUnits }).toEqual({ itemsWritten: 2, readUnits: 2 });
  });

  it('is nothing for a combination that this process saw a moment ago', async () => {
    const bench = benchFor(one);
    await bench.deliver([get(0)]);
    const before = { ...bench.store.usage };
    for (let at = 1; at < 100; at++) await bench.deliver([get(at)]);
    expect(bench.store.usage).toEqual(before);
  });

  it('is a read for another process, and no write within a slot', async () => {
    const bench = benchFor(one);
    await bench.deliver([get(0)]);
    const { itemsWritten, readUnits } = bench.store.usage;
    bench.restart();
    await bench.deliver([get(1)]);
    expect(bench.store.usage).toMatchObject({ itemsWritten, readUnits: readUnits + 1 });
  });

  it('is at most 64 writes in a window for a combination that is always there', async () => {
    const bench = benchFor(shortest);
    await bench.deliver([get(0)]);
    const { itemsWritten } = bench.store.usage;
    for (let at = 0; at < 60 * 60; at++) await bench.deliver([get(at * 1000)]);
    expect(bench.store.usage.itemsWritten - itemsWritten).toBeLessThanOrEqual(64);
  });

  it('does not grow with how often a combination was forgotten', async () => {
    const bench = benchFor(shortest);
    for (let at = 0; at < 1000; at++) await bench.deliver([get(at * 3 * hour)]);
    const { writeUnits } = bench.store.usage;
    await bench.deliver([get(1000 * 3 * hour)]);
    // 360 generations, and that the alert is sent.
    expect(bench.store.usage.writeUnits - writeUnits).toBeLessThan(35);
  });
});

describe('an event', () => {
  it('of a clock that is a day ahead does not keep others from being new, nor makes them so', async () => {
    const bench = benchFor(shortest);
    await bench.deliver([get(day)]);
    expect(await bench.deliver([get(0)])).toHaveLength(1);
    expect(await bench.deliver([get(10 * minute)])).toEqual([]);
    expect(await bench.deliver([get(day + minute)])).toEqual([]);
  });

  it.each([
    { name: 'from the year 1000', time: '1000-01-01T00:00:00Z' },
    { name: 'from the year 9999', time: '9999-12-31T23:59:59Z' },
    { name: 'of no date', time: 'yesterday' },
  ])('$name is new, and is remembered', async ({ time }) => {
    const bench = benchFor(one);
    const times = { requestReceivedTimestamp: time, stageTimestamp: time };
    expect(await bench.deliver([get(0, times)])).toHaveLength(1);
    bench.restart();
    expect(await bench.deliver([get(0, times)])).toEqual([]);
  });

  it('without times is of when it was logged', async () => {
    const bench = benchFor(shortest, { sourced: { partial: true, loggedAt: start + 5 * hour } });
    await bench.deliver([get(undefined)]);
    expect(await bench.deliver([get(5 * hour + minute)])).toEqual([]);
    expect(await bench.deliver([get(0)])).toHaveLength(1);
  });

  it('without any time is of now, and is the same on another try', async () => {
    const bench = benchFor(shortest);
    const event = get(undefined);
    const [first] = await bench.deliver([event]);
    bench.now += 20 * minute;
    bench.restart();
    expect(await bench.deliver([event, get(undefined)])).toEqual([]);
    expect(first).toBeDefined();
  });
});
