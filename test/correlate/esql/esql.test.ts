import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/schema/audit-event.ts';
import { schemaErrors } from '../../alert/sample.ts';
import { benchFor, day, get, groupsIn, minute, second, start, started, valuesIn } from '../events.ts';
import { compiledRules, esqlToml } from '../rules.ts';

const from = 'FROM logs-kubernetes.audit_logs-* METADATA _id';
const usual = 'from = "now-6m"\ninterval = "5m"';
const esql = (query: string, keys = usual) => compiledRules([esqlToml(`${from}\n| ${query}`, keys)]);

const by = (username: string): JsonObject => ({ user: { username } });
const named = (name: string): JsonObject => ({ objectRef: { resource: 'secrets', namespace: 'shop', name } });

describe('a query without STATS', () => {
  const counted =
    'WHERE kubernetes.audit.verb == "get" | EVAL length = LENGTH(kubernetes.audit.objectRef.name)';

  it('alerts on each request of which rows are left, and tells what was computed', async () => {
    const bench = benchFor(await esql(`${counted} | WHERE length > 4 | KEEP user.name, length`));
    const event = get(0);
    const alerts = await bench.deliver([
      event,
      started(event),
      get(1, named('key')),
      get(2, { verb: 'list' }),
    ]);
    expect(valuesIn(alerts)).toEqual([{ length: 5 }]);
    expect(alerts[0]?.harrier).toMatchObject({ rule_type: 'esql', event_count: 2 });
    expect(alerts.flatMap(schemaErrors)).toEqual([]);
  });

  it('makes one alert of the rows of one event', async () => {
    const bench = benchFor(await esql('EVAL part = SPLIT("a,b,c", ",") | MV_EXPAND part | KEEP part'));
    expect(valuesIn(await bench.deliver([get(0)]))).toEqual([{ part: ['a', 'b', 'c'] }]);
  });

  it('has no values where nothing was computed', async () => {
    const bench = benchFor(await esql('WHERE user.name == "alice" | KEEP *'));
    expect(valuesIn(await bench.deliver([get(0), get(1, by('bob'))]))).toEqual([undefined]);
  });

  it('takes NOW() for the end of the window that the event is in, whatever the clock says', async () => {
    const bench = benchFor(await esql('EVAL age = DATE_DIFF("seconds", @timestamp, NOW()) | KEEP age'));
    expect(valuesIn(await bench.deliver([get(0), get(4 * minute)]))).toEqual([{ age: 300 }, { age: 60 }]);
  });

  it('is null where a field has several values, as in Elasticsearch', async () => {
    const bench = benchFor(await esql('WHERE NOT kubernetes.audit.sourceIPs IN ("127.0.0.1")'));
    const alerts = await bench.deliver([
      get(0, { sourceIPs: ['10.0.0.1'] }),
      get(1, { sourceIPs: ['10.0.0.1', '10.0.0.2'] }),
      get(2, { sourceIPs: ['127.0.0.1'] }),
      get(3),
    ]);
    expect(alerts).toHaveLength(1);
  });

  it('suppresses by columns of its result', async () => {
    const keys = `${usual}\n[rule.alert_suppression]\ngroup_by = ["initial"]\nduration = { value = 1, unit = "h" }`;
    const bench = benchFor(await esql('EVAL initial = LEFT(kubernetes.audit.objectRef.name, 1)', keys));
    const alerts = await bench.deliver([get(0, named('a1')), get(1, named('a2')), get(2, named('b1'))]);
    expect(groupsIn(alerts)).toEqual([{ initial: ['a'] }, { initial: ['b'] }]);
  });
});

const burst = `WHERE kubernetes.audit.verb == "get"
| STATS different = COUNT_DISTINCT(kubernetes.audit.objectRef.name), names = VALUES(kubernetes.audit.objectRef.name)
    BY user.name
| WHERE different >= 3`;

describe('a query with STATS', () => {
  it('alerts on a group once a window has enough, wherever it is delivered', async () => {
    const bench = benchFor(await esql(burst));
    expect(await bench.deliver([get(0, named('a')), get(second, named('b'))])).toEqual([]);
    bench.restart();
    const alerts = await bench.deliver([
      get(2 * second, named('c')),
      get(3 * second, { ...named('d'), ...by('bob') }),
    ]);
    expect(valuesIn(alerts)).toEqual([{ different: 3, names: ['a', 'b', 'c'], 'user.name': 'alice' }]);
    expect(groupsIn(alerts)).toEqual([{ 'user.name': ['alice'] }]);
    expect(alerts[0]?.harrier).toMatchObject({
      event_count: 3,
      window: {
        start: new Date(start - minute).toISOString(),
        end: new Date(start + 5 * minute).toISOString(),
      },
    });
    expect(alerts[0]?.harrier.reason).toMatch(/\(newest of 3 requests within 2 s; different 3\)$/);
    expect(alerts.flatMap(schemaErrors)).toEqual([]);
  });

  it('does not count again what is delivered again, and alerts once', async () => {
    const bench = benchFor(await esql(burst));
    const events = ['a', 'b'].map((name, index) => get(index, named(name)));
    for (let time = 0; time < 3; time++) {
      await bench.deliver(events.toReversed());
      bench.restart();
    }
    expect(bench.alerts).toEqual([]);
    const all = [...events, get(5, named('c')), get(6, named('d'))];
    await bench.deliver(all.toReversed());
    bench.restart();
    await bench.deliver(all);
    expect(bench.alerts).toHaveLength(1);
  });

  it('counts what is in a window, and nothing else', async () => {
    const bench = benchFor(await esql(burst));
    const at = (minutes: number, name: string) => get(minutes * minute, named(name));
    expect(await bench.deliver([at(3.9, 'a'), at(8, 'b'), at(10, 'c')])).toEqual([]);
    // Within one window of six minutes: from 4 to 10.
    expect(await bench.deliver([at(4, 'd'), at(9.99, 'e')])).toHaveLength(1);
  });

  it('counts null as a group, and an event in a group for each value', async () => {
    const bench = benchFor(
      await esql('STATS events = COUNT(*) BY kubernetes.audit.sourceIPs | WHERE events >= 2'),
    );
    const at = (time: number, sourceIPs: readonly string[]) => get(time, { sourceIPs });
    const alerts = await bench.deliver([
      at(0, ['10.0.0.1', '10.0.0.2']),
      at(1, ['10.0.0.2', '10.0.0.3']),
      at(2, []),
      at(3, []),
    ]);
    expect(groupsIn(alerts)).toEqual([
      { 'kubernetes.audit.sourceIPs': ['10.0.0.2'] },
      { 'kubernetes.audit.sourceIPs': [] },
    ]);
  });

  it('counts events, which a request may have several of', async () => {
    const bench = benchFor(await esql('STATS events = COUNT(*) BY user.name | WHERE events == 2'));
    const event = get(0);
    await bench.deliver([event, event]);
    expect(bench.alerts).toEqual([]);
    expect(valuesIn(await bench.deliver([started(event)]))).toEqual([{ events: 2, 'user.name': 'alice' }]);
  });

  it('has no group of a whole without BY but one', async () => {
    const bench = benchFor(await esql('STATS events = COUNT(*) | WHERE events >= 2'));
    expect(groupsIn(await bench.deliver([get(0), get(1, by('bob'))]))).toEqual([undefined]);
  });

  it('remembers values of every type as they are', async () => {
    const query = `EVAL long = 9007199254740993 + kubernetes.audit.responseStatus.code
      | STATS longs = MAX(long), times = MIN(@timestamp), flags = VALUES(kubernetes.audit.responseStatus.code > 1),
          floats = SUM(kubernetes.audit.responseStatus.code / 2.0), events = COUNT(*) BY user.name
      | WHERE events >= 2`;
    const bench = benchFor(await esql(query));
    const at = (time: number, code: number) => get(time, { responseStatus: { code } });
    await bench.deliver([at(0, 1)]);
    bench.restart();
    expect(valuesIn(await bench.deliver([at(1, 4)]))).toEqual([
      {
        longs: '9007199254740997',
        times: new Date(start).toISOString(),
        flags: [false, true],
        floats: 2.5,
        events: 2,
        'user.name': 'alice',
      },
    ]);
  });

  it('takes NOW() for the end of the window', async () => {
    const query =
      'STATS earliest = MIN(@timestamp), events = COUNT(*) BY user.name | WHERE earliest >= NOW() - 2 minutes AND events >= 2';
    const bench = benchFor(await esql(query));
    expect(await bench.deliver([get(2.9 * minute), get(4 * minute)])).toEqual([]);
    expect(await bench.deliver([get(3 * minute, by('bob')), get(4 * minute, by('bob'))])).toHaveLength(1);
  });

  it('suppresses by columns of its result', async () => {
    const keys = `${usual}\n[rule.alert_suppression]\ngroup_by = ["user.name"]\nduration = { value = 1, unit = "h" }`;
    const bench = benchFor(await esql(burst, keys));
    const at = (minutes: number) => ['a', 'b', 'c'].map((name) => get(minutes * minute, named(name)));
    await bench.deliver(at(0));
    await bench.deliver(at(20));
    expect(bench.alerts).toHaveLength(1);
  });
});

describe('a group of a stretch of time', () => {
  const recon = `EVAL bucket = DATE_TRUNC(1 minute, @timestamp)
    | STATS different = COUNT_DISTINCT(kubernetes.audit.objectRef.name) BY user.name, bucket | WHERE different >= 2`;

  it('is one alert in however many windows it is seen', async () => {
    const bench = benchFor(await esql(recon, 'from = "now-11m"\ninterval = "5m"'));
    await bench.deliver([get(4 * minute, named('a')), get(4 * minute + 1, named('b'))]);
    bench.restart();
    await bench.deliver([get(7 * minute), get(4 * minute + 2, named('c'))]);
    expect(bench.alerts).toHaveLength(1);
    expect(groupsIn(bench.alerts)).toEqual([
      { 'user.name': ['alice'], bucket: [new Date(start + 4 * minute).toISOString()] },
    ]);
    await bench.deliver([get(8 * minute, named('a')), get(8 * minute + 1, named('b'))]);
    expect(bench.alerts).toHaveLength(2);
  });
});

describe('what comes too often', () => {
  const busy =
    'STATS events = COUNT(*), names = VALUES(kubernetes.audit.objectRef.name) BY user.name | WHERE events >= 2 AND events < 5';
  const events = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => get(from + index, named(`name-${from + index}`)));

  it('is not what the query wants, and is not written any more', async () => {
    const bench = benchFor(await esql(busy));
    await bench.deliver(events(0, 10));
    expect(bench.alerts).toEqual([]);
    const written = bench.store.usage.itemsWritten;
    for (let time = 1; time < 20; time++) await bench.deliver(events(100 * time, 10));
    expect(bench.store.usage.itemsWritten).toBe(written);
    // Another process has to read it once.
    bench.restart();
    await bench.deliver(events(5000, 10));
    expect(bench.store.usage.itemsWritten).toBeLessThanOrEqual(written + 1);
    expect(bench.alerts).toEqual([]);
    expect(bench.summaries.map(({ groupEventsCut }) => groupEventsCut)).toEqual(bench.summaries.map(() => 0));
  });

  it('alerts before it is too often, which nobody can know beforehand', async () => {
    const bench = benchFor(await esql(busy));
    expect(await bench.deliver(events(0, 3))).toHaveLength(1);
    expect(await bench.deliver(events(100, 10))).toEqual([]);
  });

  it('is counted where it gives way although it may matter', async () => {
    const query =
      'STATS average = AVG(kubernetes.audit.responseStatus.code) BY user.name | WHERE average > 1';
    const bench = benchFor(await esql(query));
    const all = Array.from({ length: 1005 }, (_, index) => get(index, { responseStatus: { code: 0 } }));
    await bench.deliver(all);
    expect(bench.summaries[0]?.groupEventsCut).toBe(5);
  });

  it('is shortened, value by value, and told apart as a whole', async () => {
    const query =
      'STATS uris = COUNT_DISTINCT(kubernetes.audit.requestURI), shown = VALUES(kubernetes.audit.requestURI) BY user.name | WHERE uris >= 2';
    const bench = benchFor(await esql(query));
    const long = 'x'.repeat(2000);
    const alerts = await bench.deliver(
      ['1', '2'].map((end, index) => get(index, { requestURI: `/${long}${end}` })),
    );
    expect(valuesIn(alerts)).toMatchObject([{ uris: 2, shown: `/${'x'.repeat(255)}…` }]);
  });

  it('keeps no secret', async () => {
    const written: string[] = [];
    const rules = await esql(
      'STATS uris = VALUES(kubernetes.audit.requestURI), n = COUNT_DISTINCT(kubernetes.audit.requestURI) BY user.name | WHERE n >= 2',
    );
    const bench = benchFor(rules, {
      wrap: (store) => ({
        ...store,
        put: (items) => {
          written.push(JSON.stringify(items));
          return store.put(items);
        },
      }),
    });
    const uri = (number: number) =>
      `/api/v1/namespaces/a/pods/b/exec?command=login&command=--password%3Dhunter${number}`;
    const alerts = await bench.deliver([get(0, { requestURI: uri(1) }), get(1, { requestURI: uri(2) })]);
    expect(alerts).toHaveLength(1);
    expect(written.join()).toContain('redacted');
    expect(written.join()).not.toMatch(/hunter/);
    expect(JSON.stringify(alerts)).not.toMatch(/hunter/);
  });
});

/**
 * Delivers events in parts, some of them several times, to a process that is now and then another one.
 * @param times how often each comes
 * @returns the ids of the alerts, and of those that one delivery of all gives
 */
async function alertedInParts(
  rules: Awaited<ReturnType<typeof esql>>,
  made: readonly { readonly at: number; readonly name: string; readonly user: string }[],
  times: readonly number[],
  sizes: Iterable<number>,
): Promise<{ readonly ids: readonly string[]; readonly whole: readonly string[] }> {
  const all = made.map(({ at, name, user }) => get(at, { ...named(name), ...by(user) }));
  const whole = benchFor(rules);
  await whole.deliver(all);
  const bench = benchFor(rules);
  const left = all.flatMap((event, index) => new Array(times[index] ?? 1).fill(event));
  for (const size of sizes) {
    if (left.length === 0) break;
    await bench.deliver(left.splice(0, 1 + size));
    if (size === 0) bench.restart();
  }
  const idsOf = ({ alerts }: typeof bench) => alerts.map(({ event }) => event.id);
  return { ids: idsOf(bench), whole: idsOf(whole) };
}

describe('a condition that may cease to hold', () => {
  const events = fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: 8 * minute }),
      name: fc.constantFrom('a', 'b', 'c', 'd'),
      user: fc.constantFrom('alice', 'bob'),
      isTwice: fc.boolean(),
    }),
    { minLength: 1, maxLength: 9 },
  );

  it.each([
    'STATS n = COUNT(*) BY user.name | WHERE n == 2',
    'STATS n = COUNT_DISTINCT(kubernetes.audit.objectRef.name), all = COUNT(*) BY user.name | WHERE n >= 2 AND all < 5',
    'STATS n = SUM(CASE(kubernetes.audit.objectRef.name == "a", 1, 0)), all = COUNT(*) BY user.name | WHERE n <= 1 AND all > 2',
    'STATS latest = MAX(kubernetes.audit.objectRef.name), all = COUNT(*) BY user.name | WHERE latest == "c"',
  ])('is told of at the latest when all is known: %s', async (query) => {
    const rules = await esql(query);
    await fc.assert(
      fc.asyncProperty(events, fc.infiniteStream(fc.nat(3)), async (made, sizes) => {
        const times = made.map(({ isTwice }) => (isTwice ? 2 : 1));
        const { ids, whole } = await alertedInParts(rules, made, times, sizes);
        expect(ids).toEqual(expect.arrayContaining([...whole]));
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a group that soon has more than the query wants', () => {
  const events = fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: 17 * minute }),
      name: fc.constantFrom('a', 'b', 'c'),
      user: fc.constantFrom('alice', 'bob'),
      times: fc.integer({ min: 1, max: 3 }),
    }),
    { minLength: 5, maxLength: 40 },
  );

  it('is told of in the windows in which it has not, whatever process knows of the others', async () => {
    const rules = await esql(
      `STATS names = COUNT_DISTINCT(kubernetes.audit.objectRef.name), all = COUNT(*) BY user.name
         | WHERE names >= 2 AND all < 6`,
    );
    await fc.assert(
      fc.asyncProperty(events, fc.infiniteStream(fc.nat(5)), async (made, sizes) => {
        const times = made.map((each) => each.times);
        const { ids, whole } = await alertedInParts(rules, made, times, sizes);
        expect(ids).toEqual(expect.arrayContaining([...whole]));
      }),
      { numRuns: 200 },
    );
  });
});

describe('what was first seen lately', () => {
  const lately = `STATS earliest = MIN(@timestamp), names = VALUES(kubernetes.audit.objectRef.name), events = COUNT(*)
      BY user.name
    | WHERE earliest >= NOW() - 9 minutes`;
  const schedule = 'from = "now-5d"\ninterval = "9m"';

  it('is new once, and again when it has not been there for as long as the query looks back', async () => {
    const bench = benchFor(await esql(lately, schedule));
    expect(await bench.deliver([get(0), get(minute)])).toHaveLength(1);
    bench.restart();
    expect(await bench.deliver([get(20 * minute), get(4 * day)])).toEqual([]);
    expect(await bench.deliver([get(8 * day)])).toEqual([]);
    expect(await bench.deliver([get(14 * day)])).toHaveLength(1);
  });

  it('is remembered by an entry for each stretch of time, however often it comes', async () => {
    const bench = benchFor(await esql(lately, schedule));
    await bench.deliver([get(0)]);
    for (let slot = 1; slot < 5; slot++) {
      const events = Array.from({ length: 50 }, (_, index) =>
        get(slot * 9 * minute + index, named(`n${index}`)),
      );
      await bench.deliver(events);
    }
    const { itemsWritten, writeUnits } = bench.store.usage;
    expect(itemsWritten).toBeLessThanOrEqual(10);
    expect(writeUnits).toBeLessThanOrEqual(12);
    expect(bench.alerts).toHaveLength(1);
  });

  it('is not new where an older act comes late', async () => {
    const bench = benchFor(await esql(lately, schedule));
    await bench.deliver([get(0)]);
    expect(await bench.deliver([get(day)])).toEqual([]);
    const other = benchFor(await esql(lately, schedule));
    await other.deliver([get(day)]);
    // The older one is new as well: nothing was known before it.
    expect(await other.deliver([get(0)])).toHaveLength(1);
  });
});
