import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/schema/audit-event.ts';
import { benchFor, get, groupsIn, hour, minute, start, started, valuesIn } from '../events.ts';
import { compiledRules, ruleToml } from '../rules.ts';

function suppressed(
  fields: readonly string[],
  missing = 'suppress',
  type = 'query',
  keys = '',
  after = '',
): string {
  return ruleToml(
    type,
    `${keys}
[rule.alert_suppression]
${after}
group_by = ${JSON.stringify(fields)}
missing_fields_strategy = "${missing}"
duration = { value = 1, unit = "h" }
`,
  );
}

const newTermsKeys = 'new_terms_fields = ["user_agent.original"]\nhistory_window_start = "now-7d"';
const byUser = await compiledRules([suppressed(['user.name'])]);
const afterThree = await compiledRules([suppressed(['user.name'], 'suppress', 'query', '', 'after = 3')]);
const together = await compiledRules([suppressed(['user.name', 'source.ip'])]);
const apart = await compiledRules([suppressed(['user.name', 'source.ip'], 'doNotSuppress')]);
const terms = await compiledRules([suppressed(['source.ip'], 'suppress', 'new_terms', newTermsKeys)]);
const termsApart = await compiledRules([
  suppressed(['source.ip'], 'doNotSuppress', 'new_terms', newTermsKeys),
]);
const threshold = await compiledRules([
  ruleToml(
    'threshold',
    `from = "now-6m"
interval = "5m"
[rule.threshold]
field = ["user.name"]
value = 2
[rule.alert_suppression]
duration = { value = 1, unit = "h" }
`,
  ),
]);

const by = (username: string): JsonObject => ({ user: { username } });
const from = (...sourceIPs: string[]): JsonObject => ({ sourceIPs });

describe('a query', () => {
  it('has one alert for a group and stretch of time, which says how many there were', async () => {
    const bench = benchFor(byUser);
    const alerts = await bench.deliver([get(0), get(1), get(2, by('bob')), get(3)]);
    expect(groupsIn(alerts)).toEqual([{ 'user.name': ['alice'] }, { 'user.name': ['bob'] }]);
    expect(valuesIn(alerts)).toEqual([{ suppressed: 2 }, { suppressed: 0 }]);
    expect(alerts[0]?.harrier).toMatchObject({
      event_count: 3,
      window: { start: new Date(start).toISOString(), end: new Date(start + hour).toISOString() },
    });
    bench.restart();
    expect(await bench.deliver([get(4), get(59 * minute)])).toEqual([]);
  });

  it('says in the next stretch how many were suppressed after the alert of the last', async () => {
    const bench = benchFor(byUser);
    await bench.deliver([get(0)]);
    await bench.deliver([get(1), get(2)]);
    await bench.deliver([get(3)]);
    const alerts = await bench.deliver([get(hour), get(hour + 1)]);
    expect(valuesIn(alerts)).toEqual([{ suppressed: 1, suppressed_before: 3 }]);
  });

  it('counts what came before it in its stretch and the last, and nothing of the next', async () => {
    const bench = benchFor(byUser);
    await bench.deliver([get(hour), get(hour + 1)]);
    expect(valuesIn(await bench.deliver([get(1)]))).toEqual([{ suppressed: 0 }]);
    await bench.deliver([get(0), get(hour - 1)]);
    expect(valuesIn(await bench.deliver([get(2 * hour)]))).toEqual([{ suppressed: 0, suppressed_before: 1 }]);
    expect(valuesIn(await bench.deliver([get(-1)]))).toEqual([{ suppressed: 0 }]);
  });

  it.each([
    { at: hour - 1, alerts: 0 },
    { at: hour, alerts: 1 },
    { at: -1, alerts: 1 },
  ])('has $alerts further alert(s) at $at ms', async ({ at, alerts }) => {
    const bench = benchFor(byUser);
    await bench.deliver([get(0)]);
    expect(await bench.deliver([get(at)])).toHaveLength(alerts);
  });

  it('counts a signal once that is delivered often, and in stages', async () => {
    const bench = benchFor(byUser);
    const event = get(0);
    for (let time = 0; time < 3; time++) await bench.deliver([event, started(event)]);
    expect(valuesIn(await bench.deliver([get(hour)]))).toEqual([{ suppressed: 0 }]);
  });

  it('has a group for each value of an array', async () => {
    const bench = benchFor(together);
    const alerts = await bench.deliver([get(0, from('10.0.0.1', '10.0.0.2')), get(1, from('10.0.0.2'))]);
    expect(groupsIn(alerts)).toEqual([
      { 'user.name': ['alice'], 'source.ip': ['10.0.0.1'] },
      { 'user.name': ['alice'], 'source.ip': ['10.0.0.2'] },
    ]);
    expect(valuesIn(alerts)).toEqual([{ suppressed: 0 }, { suppressed: 1 }]);
  });

  it.each([
    { strategy: 'suppress', ruleSet: together, groups: [{ 'user.name': ['alice'], 'source.ip': [] }] },
    { strategy: 'doNotSuppress', ruleSet: apart, groups: [undefined, undefined] },
  ])('without a field is treated as $strategy says', async ({ ruleSet, groups }) => {
    const bench = benchFor(ruleSet);
    expect(groupsIn(await bench.deliver([get(0), get(1)]))).toEqual(groups);
    bench.restart();
    expect(await bench.deliver([get(2)])).toHaveLength(groups.length - 1);
  });

  it('takes a missing field for no value', async () => {
    const bench = benchFor(together);
    await bench.deliver([get(0), get(1, from('')), get(2, from('null')), get(3, { ...from('x'), user: {} })]);
    expect(groupsIn(bench.alerts)).toEqual([
      { 'user.name': ['alice'], 'source.ip': [] },
      { 'user.name': ['alice'], 'source.ip': ['null'] },
      { 'user.name': [], 'source.ip': ['x'] },
    ]);
  });

  it('has the same groups whether stages come together or not', async () => {
    const event = get(0, from('10.0.0.1'));
    const stages = [event, started(event, from())];
    const one = benchFor(apart);
    await one.deliver(stages);
    const two = benchFor(apart);
    for (const stage of stages.toReversed()) await two.deliver([stage]);
    const ids = (bench: typeof one) => bench.alerts.map(({ event: { id } }) => id).sort();
    expect(ids(one)).toHaveLength(2);
    expect(ids(one)).toEqual(ids(two));
  });

  it('of a stretch that lasts longer than deliveries come again is sent once', async () => {
    const long = await compiledRules([
      suppressed(['user.name']).replace('value = 1, unit = "h"', 'value = 1440, unit = "h"'),
    ]);
    const bench = benchFor(long);
    bench.now = start;
    await bench.deliver([get(0)]);
    for (let day = 1; day < 30; day++) {
      bench.now += 24 * hour;
      bench.restart();
      await bench.deliver([get(day * 24 * hour)]);
    }
    expect(bench.alerts.length).toBeLessThanOrEqual(2);
  });
});

describe('new terms', () => {
  const agent = (userAgent: string, ...sourceIPs: string[]): JsonObject => ({ userAgent, sourceIPs });

  it('are grouped by whole arrays, in any order', async () => {
    const bench = benchFor(terms);
    const alerts = await bench.deliver([
      get(0, agent('a', '10.0.0.1', '10.0.0.2')),
      get(1, agent('b', '10.0.0.2', '10.0.0.1')),
      get(2, agent('c', '10.0.0.1')),
    ]);
    expect(groupsIn(alerts)).toEqual([
      { 'source.ip': ['10.0.0.1', '10.0.0.2'] },
      { 'source.ip': ['10.0.0.1'] },
    ]);
    expect(valuesIn(alerts)).toMatchObject([{ suppressed: 1 }, { suppressed: 0 }]);
    expect(await bench.deliver([get(3, agent('a', '10.0.0.9'))])).toEqual([]);
  });

  it.each([
    { strategy: 'suppress', ruleSet: terms, alerts: 1 },
    { strategy: 'doNotSuppress', ruleSet: termsApart, alerts: 2 },
  ])('without a field are treated as $strategy says', async ({ ruleSet, alerts }) => {
    const bench = benchFor(ruleSet);
    await bench.deliver([get(0, agent('a')), get(1, agent('b'))]);
    expect(bench.alerts).toHaveLength(alerts);
  });
});

describe('a threshold', () => {
  it('has one alert for a group and stretch, whatever windows are reached', async () => {
    const bench = benchFor(threshold);
    await bench.deliver([get(0), get(1)]);
    await bench.deliver([
      get(20 * minute),
      get(21 * minute),
      get(22 * minute, by('bob')),
      get(23 * minute, by('bob')),
    ]);
    expect(groupsIn(bench.alerts)).toEqual([{ 'user.name': ['alice'] }, { 'user.name': ['bob'] }]);
    const next = await bench.deliver([get(80 * minute), get(81 * minute)]);
    expect(valuesIn(next)).toEqual([{ count: 2, suppressed: 0, suppressed_before: 1 }]);
  });

  it('counts a window once, however often it is evaluated', async () => {
    const bench = benchFor(threshold);
    // The window from 4 to 10 minutes.
    await bench.deliver([get(6 * minute), get(6 * minute + 1)]);
    for (let at = 2; at < 10; at++) {
      await bench.deliver([get(6 * minute + at)]);
      bench.restart();
    }
    const alerts = await bench.deliver([get(66 * minute), get(67 * minute)]);
    expect(valuesIn(alerts)).toEqual([{ count: 2, suppressed: 0 }]);
  });
});

describe('a rule that suppresses after three', () => {
  it('sends three each by itself, then one for the others, and begins again in the next stretch', async () => {
    const bench = benchFor(afterThree);
    const first = await bench.deliver([get(0)]);
    expect(valuesIn(first)).toEqual([undefined]);
    const next = await bench.deliver([get(1), get(2), get(3), get(4)]);
    expect(valuesIn(next)).toEqual([undefined, undefined, { suppressed: 1 }]);
    expect(next.at(-1)?.harrier.event_count).toBe(2);
    bench.restart();
    expect(await bench.deliver([get(5), get(2, by('bob'))])).toHaveLength(1);
    expect(valuesIn(await bench.deliver([get(hour)]))).toEqual([undefined]);
    const ids = bench.alerts.map(({ event }) => event.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says the same when a delivery comes again, to another process too', async () => {
    const bench = benchFor(afterThree);
    const delivery = [get(0), get(1), get(2), get(3)];
    expect(await bench.deliver(delivery)).toHaveLength(4);
    bench.restart();
    expect(await bench.deliver(delivery)).toEqual([]);
  });

  it('sends what could not be published, by itself, when it comes again', async () => {
    const refused = new Set<string>();
    const bench = benchFor(afterThree, { refuse: (ids) => ids.filter((id) => refused.has(id)) });
    const delivery = [get(0), get(1)];
    const [one, other] = await benchFor(afterThree).deliver(delivery);
    refused.add(String(other?.event.id));
    await expect(bench.deliver(delivery)).rejects.toThrow();
    refused.clear();
    expect((await bench.deliver(delivery)).map(({ event }) => event.id)).toEqual([other?.event.id]);
    expect(one?.event.id).not.toBe(other?.event.id);
  });

  it('has no more than three and those of its marks, however many there are', async () => {
    const bench = benchFor(afterThree);
    for (let from = 0; from < 1200; from += 100)
      await bench.deliver(Array.from({ length: 100 }, (_, at) => get(from + at)));
    expect(bench.alerts).toHaveLength(3 + 1 + 2);
  });
});

describe('a flood', () => {
  it('has an alert more when there are 100 signals, and at each tenfold, with the count', async () => {
    const bench = benchFor(byUser);
    for (let at = 0; at < 99; at++) await bench.deliver([get(at)]);
    expect(valuesIn(bench.alerts)).toEqual([{ suppressed: 0 }]);
    expect(valuesIn(await bench.deliver([get(99), get(100)]))).toEqual([{ suppressed: 100 }]);
    bench.restart();
    expect(await bench.deliver([get(101)])).toEqual([]);
    const more = Array.from({ length: 2000 }, (_, at) => get(200 + at));
    const [at1000, ...others] = await bench.deliver(more);
    expect(others).toEqual([]);
    expect(at1000?.harrier.values).toMatchObject({ suppressed_estimated: true });
    expect(Number(at1000?.harrier.values?.suppressed)).toBeGreaterThan(1700);
    expect(Number(at1000?.harrier.values?.suppressed)).toBeLessThan(2500);
    expect(new Set(bench.alerts.map(({ event }) => event.id)).size).toBe(3);
    const [next] = await bench.deliver([get(hour)]);
    expect(next?.harrier.values).toMatchObject({ suppressed: 0, suppressed_before_estimated: true });
  });

  it('of one delivery is told by the same alerts', async () => {
    const together = benchFor(byUser);
    const apart = benchFor(byUser);
    const events = Array.from({ length: 1500 }, (_, at) => get(at));
    await together.deliver(events);
    for (let from = 0; from < events.length; from += 70) {
      await apart.deliver(events.slice(from, from + 70).toReversed());
      if (from % 3 === 0) apart.restart();
    }
    const ids = ({ alerts }: typeof apart) => alerts.map(({ event }) => event.id).sort();
    expect(ids(together)).toHaveLength(3);
    expect(ids(apart)).toEqual(ids(together));
  });
});

describe('cost', () => {
  it('is at most one write and one read in a delivery for a group that is busy', async () => {
    const bench = benchFor(byUser);
    await bench.deliver([get(0)]);
    const { itemsWritten, readRequests } = bench.store.usage;
    for (let at = 1; at < 40; at++) await bench.deliver([get(2 * at), get(2 * at + 1)]);
    expect(bench.store.usage.itemsWritten - itemsWritten).toBe(39);
    expect(bench.store.usage.readRequests - readRequests).toBe(39);
  });

  it('does not grow with what is repeated without end', async () => {
    const bench = benchFor(byUser);
    const flood = (from: number) => bench.deliver(Array.from({ length: 1000 }, (_, at) => get(from + at)));
    for (let from = 0; from < 20_000; from += 1000) await flood(from);
    const { writeUnits, readUnits } = bench.store.usage;
    expect(writeUnits).toBeLessThan(120);
    expect(readUnits).toBeLessThan(500);
    for (let from = 20_000; from < 40_000; from += 1000) await flood(from);
    expect(bench.store.usage.writeUnits - writeUnits).toBeLessThan(40);
  });
});
