import { describe, expect, it } from 'vitest';
import { compileRules } from '../../../src/compile/compile.ts';
import { loadRules } from '../../../src/compile/rules/load.ts';
import type { RuleSet } from '../../../src/match/rule-set.ts';
import type { JsonObject } from '../../../src/schema/audit-event.ts';
import { auditTarget } from '../../../src/source/audit/target.ts';
import { encodeItem, itemBytes } from '../../../src/state/item-format.ts';
import type { StateStore } from '../../../src/state/store.ts';
import { schemaErrors } from '../../alert/sample.ts';
import { folderWith } from '../../compile/rules/rule-file.ts';
import { loadModule, runtime } from '../../load-module.ts';
import { benchFor, get, groupsIn, hour, minute, second, started } from '../events.ts';
import { compiledRules, sequenceToml } from '../rules.ts';

const verb = (name: string) => `[any where kubernetes.audit.verb == "${name}"]`;
const rulesOf = (query: string, more = '') => compiledRules([sequenceToml(query, more)]);
const readThenDelete = await rulesOf(
  `sequence by user.name with maxspan=5m ${verb('get')} ${verb('delete')}`,
);
const until = await rulesOf(
  `sequence by user.name with maxspan=5m ${verb('get')} ${verb('delete')} until ${verb('create')}`,
);
const nothingBetween = await rulesOf(
  `sequence by user.name with maxspan=5m ${verb('get')} !${verb('patch')} ${verb('delete')}`,
);
const thrice = await rulesOf(`sequence by user.name with maxspan=5m ${verb('get')} with runs=3`);
const byAddress = await rulesOf(`sequence by source.ip with maxspan=5m ${verb('get')} ${verb('delete')}`);
const byNamespace = await rulesOf(
  `sequence by user.name, ?kubernetes.audit.objectRef.namespace with maxspan=5m ${verb('get')} ${verb('delete')}`,
);
const otherKeys = await rulesOf(
  `sequence with maxspan=5m [any where kubernetes.audit.verb == "get"] by user.name
   [any where kubernetes.audit.verb == "delete"] by kubernetes.audit.impersonatedUser.username`,
);

const by = (username: string): JsonObject => ({ user: { username } });
const does = (verbOf: string, at: number, fields: JsonObject = {}) => get(at, { verb: verbOf, ...fields });

interface Scenario {
  readonly name: string;
  readonly rules?: typeof readThenDelete;
  /** Each of the lists is a delivery, in a process of its own. */
  readonly deliveries: readonly (readonly JsonObject[])[];
  readonly alerts: number;
}

/** Of each of ten callers the two acts, within one millisecond and in this order. */
const inOneMillisecond = (first: string, second: string): readonly JsonObject[] =>
  Array.from({ length: 10 }, (_, index) => by(`caller-${index}`)).flatMap((caller) => [
    does(first, 0, { ...caller, requestReceivedTimestamp: '2026-03-02T00:00:00.000100Z' }),
    does(second, 0, { ...caller, requestReceivedTimestamp: '2026-03-02T00:00:00.000900Z' }),
  ]);

const [again, opens] = [does('delete', 3), does('get', 1)];
const scenarios: readonly Scenario[] = [
  { name: 'in one delivery', deliveries: [[does('get', 0), does('delete', 1)]], alerts: 1 },
  { name: 'over two', deliveries: [[does('get', 0)], [does('delete', 1)]], alerts: 1 },
  { name: 'the last first', deliveries: [[does('delete', 1)], [does('get', 0)]], alerts: 1 },
  {
    name: 'at the edge of the span',
    deliveries: [[does('get', 0)], [does('delete', 5 * minute)]],
    alerts: 1,
  },
  { name: 'beyond it', deliveries: [[does('get', 0)], [does('delete', 5 * minute + 1)]], alerts: 0 },
  { name: 'over the end of a slot of time', deliveries: [[does('get', -1)], [does('delete', 1)]], alerts: 1 },
  { name: 'in the wrong order', deliveries: [[does('delete', 0)], [does('get', 1)]], alerts: 0 },
  { name: 'within a millisecond', deliveries: [inOneMillisecond('get', 'delete')], alerts: 10 },
  {
    name: 'within a millisecond, in the wrong order',
    deliveries: [inOneMillisecond('delete', 'get')],
    alerts: 0,
  },
  { name: 'of two callers', deliveries: [[does('get', 0)], [does('delete', 1, by('bob'))]], alerts: 0 },
  {
    name: 'that overlap',
    deliveries: [[does('get', 0), does('get', 1)], [does('delete', 2)], [does('get', 3), does('delete', 4)]],
    alerts: 2,
  },
  {
    name: 'whose last act comes again',
    deliveries: [[opens], [again], [again], [started(again), again]],
    alerts: 1,
  },
  {
    name: 'whose beginning turns out to be another',
    deliveries: [[does('get', 0)], [again], [does('get', 2)]],
    alerts: 1,
  },
  {
    name: 'ended before',
    rules: until,
    deliveries: [[does('get', 0)], [does('create', 1)], [does('delete', 2)]],
    alerts: 0,
  },
  {
    name: 'ended by what comes too late to know: it was right for what was known',
    rules: until,
    deliveries: [[does('get', 0)], [does('delete', 2)], [does('create', 1)]],
    alerts: 1,
  },
  {
    name: 'with what was to be missing',
    rules: nothingBetween,
    deliveries: [[does('get', 0), does('patch', 1)], [does('delete', 2)]],
    alerts: 0,
  },
  {
    name: 'without what was to be missing',
    rules: nothingBetween,
    deliveries: [[does('patch', 0)], [does('get', 1)], [does('delete', 2), does('patch', 3)]],
    alerts: 1,
  },
  {
    name: 'of one stage three times, acts and not their stages',
    rules: thrice,
    deliveries: [[opens, started(opens)], [started(opens)], [does('get', 2)]],
    alerts: 0,
  },
  {
    name: 'of one stage three times',
    rules: thrice,
    deliveries: [0, 1, 2].map((at) => [does('get', at)]),
    alerts: 1,
  },
  {
    name: 'for each value of a key',
    rules: byAddress,
    deliveries: [
      [does('get', 0, { sourceIPs: ['10.0.0.1', '10.0.0.2', '10.0.0.2'] })],
      [does('delete', 1, { sourceIPs: ['10.0.0.2', '10.0.0.1'] })],
    ],
    alerts: 2,
  },
  {
    name: 'without a value of a key',
    rules: byAddress,
    deliveries: [[does('get', 0)], [does('delete', 1)]],
    alerts: 0,
  },
  {
    name: 'without a value of an optional key, which is a value',
    rules: byNamespace,
    deliveries: [
      [does('get', 0, { objectRef: { resource: 'nodes' } }), does('get', 0)],
      [does('delete', 1, { objectRef: { resource: 'nodes' } })],
      [does('delete', 2, { objectRef: { resource: 'pods', namespace: 'null' } })],
    ],
    alerts: 1,
  },
  {
    name: 'whose stages name their keys otherwise',
    rules: otherKeys,
    deliveries: [
      [does('get', 0)],
      [does('delete', 1, { ...by('bob'), impersonatedUser: { username: 'alice' } })],
    ],
    alerts: 1,
  },
];

describe('a sequence', () => {
  it.each(scenarios)('$name', async ({ rules = readThenDelete, deliveries, alerts }) => {
    const bench = benchFor(rules);
    for (const delivery of deliveries) {
      await bench.deliver(delivery);
      bench.restart();
    }
    expect(bench.alerts.flatMap(schemaErrors)).toEqual([]);
    expect(new Set(bench.alerts.map(({ event }) => event.id)).size).toBe(bench.alerts.length);
    expect(bench.alerts).toHaveLength(alerts);
  });

  it('is told whole', async () => {
    const bench = benchFor(readThenDelete);
    await bench.deliver([does('get', 0)]);
    bench.restart();
    await bench.deliver([does('delete', 90 * second)]);
    expect(groupsIn(bench.alerts)).toEqual([{ 'user.name': ['alice'] }]);
    expect(bench.alerts[0]?.harrier).toMatchObject({
      rule_type: 'sequence',
      reason: 'alice deleted secret shop/token (newest of 2 requests within 90 s)',
      event_count: 2,
      events: [{ reason: 'alice read secret shop/token' }, { reason: 'alice deleted secret shop/token' }],
    });
  });

  it('is of a cluster', async () => {
    const bench = benchFor(readThenDelete);
    await bench.deliver([does('get', 0)], { cluster: 'a' });
    expect(await bench.deliver([does('delete', 1)], { cluster: 'b' })).toEqual([]);
  });

  it('is suppressed as any signal', async () => {
    const suppression =
      '[rule.alert_suppression]\ngroup_by = ["user.name"]\nduration = { value = 1, unit = "h" }';
    const query = `sequence by user.name with maxspan=5m ${verb('get')} ${verb('delete')}`;
    const bench = benchFor(await rulesOf(query, suppression));
    for (const at of [0, 10, 20]) {
      await bench.deliver([does('get', at), does('delete', at + 1)]);
      bench.restart();
    }
    expect(bench.alerts).toHaveLength(1);
  });

  it('without a maxspan may take as long as the rule reaches back', async () => {
    const rules = await compiledRules(
      [sequenceToml(`sequence by user.name ${verb('get')} ${verb('delete')}`, 'from = "now-1h"')],
      auditTarget,
      { allow: ['no-maxspan'] },
    );
    const bench = benchFor(rules);
    await bench.deliver([does('get', 0)]);
    expect(await bench.deliver([does('delete', hour)])).toHaveLength(1);
    expect(await bench.deliver([does('get', 2 * hour), does('delete', 3 * hour + 1)])).toEqual([]);
  });
});

describe('an exception', () => {
  /** @returns the rules, and codes of what is wrong with them */
  async function excepting(query: string, condition: string) {
    const folder = folderWith({
      'rule.toml': sequenceToml(query),
      'exceptions.toml': `[[exception]]\nrules = "all"\ncondition = '''${condition}'''\nreason = "r"\nauthor = "a"\n`,
    });
    const loaded = loadRules([folder]);
    const { exceptions } = loaded;
    const compiled = compileRules(loaded.rules, { target: auditTarget, runtime, exceptions });
    const problems = [...loaded.problems, ...compiled.problems].map(({ code }) => code);
    const { ruleSet } = (await loadModule(compiled.module)) as { ruleSet: RuleSet };
    return { problems, ruleSet };
  }
  const query = `sequence by user.name with maxspan=5m ${verb('get')} ${verb('delete')}`;

  it('takes an act out of every stage', async () => {
    const { ruleSet, problems } = await excepting(query, 'kubernetes.audit.objectRef.name: harmless');
    expect(problems).toEqual([]);
    const harmless = { objectRef: { resource: 'secrets', name: 'harmless' } };
    const bench = benchFor(ruleSet);
    expect(await bench.deliver([does('get', 0, harmless), does('delete', 1)])).toEqual([]);
    expect(
      await bench.deliver([does('get', 10 * minute), does('delete', 10 * minute + 1, harmless)]),
    ).toEqual([]);
    expect(await bench.deliver([does('get', 20 * minute), does('delete', 20 * minute + 1)])).toHaveLength(1);
  });

  it.each([
    { condition: 'kubernetes.audit.verb: delete and user.name: bob', codes: [] },
    { condition: 'kubernetes.audit.verb: (get or delete)', codes: ['exception-silences-rule'] },
    { condition: 'kubernetes.audit.verb: delete', codes: ['exception-silences-rule'] },
    { condition: 'kubernetes.audit.verb: patch', codes: ['exception-never-holds'] },
  ])('of $condition is told: $codes', async ({ condition, codes }) => {
    expect((await excepting(query, condition)).problems).toEqual(codes);
  });
});

describe('cost', () => {
  it('is bounded for what a caller repeats, of which the earliest are remembered, and what gives way is counted', async () => {
    const sizes: number[] = [];
    const wrap = (store: StateStore): StateStore => ({
      ...store,
      put: async (items) => {
        for (const item of items) sizes.push(itemBytes(encodeItem(item)));
        await store.put(items);
      },
    });
    const bench = benchFor(readThenDelete, { wrap });
    for (let from = 0; from < 2000; from += 100) {
      await bench.deliver(Array.from({ length: 100 }, (_, index) => does('get', from + index)));
    }
    bench.restart();
    // Of each delivery beyond these the last is remembered, too.
    expect(bench.summaries.reduce((sum, { sequenceActsCut }) => sum + sequenceActsCut, 0)).toBe(1782);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(100_000);
    expect(await bench.deliver([does('delete', 3000)])).toHaveLength(1);
  });

  it.each([
    { restarts: true, name: 'another' },
    { restarts: false, name: 'the same' },
  ])('is bounded, and hides nothing that comes in order: $name process goes on', async ({ restarts }) => {
    const next = (bench: ReturnType<typeof benchFor>) => {
      if (restarts) bench.restart();
    };
    const flood = (verbOf: string, at: number) =>
      Array.from({ length: 300 }, (_, index) => does(verbOf, at + index));
    const begun = benchFor(readThenDelete);
    await begun.deliver(flood('get', 0));
    next(begun);
    await begun.deliver([does('get', 4 * minute)]);
    next(begun);
    // Too late for what was early in the slot.
    expect(await begun.deliver([does('delete', 8 * minute)])).toHaveLength(1);
    const ended = benchFor(until);
    await ended.deliver([...flood('create', 0), ...flood('get', 1000)]);
    next(ended);
    await ended.deliver([does('get', 2 * minute), does('create', 2 * minute + 1)]);
    next(ended);
    expect(await ended.deliver([does('delete', 2 * minute + 2)])).toHaveLength(0);
    const counted = benchFor(thrice);
    await counted.deliver(flood('get', 0).slice(0, 2));
    next(counted);
    await counted.deliver(flood('get', 5 * minute - 300));
    next(counted);
    expect(await counted.deliver([does('get', 9 * minute)])).toHaveLength(1);
  });

  it('does not hide an act that gives way from what other processes know', async () => {
    const bench = benchFor(readThenDelete);
    // This process has read the key, and there is no more room for deletions.
    await bench.deliver(Array.from({ length: 200 }, (_, at) => does('delete', at)));
    const own = bench.memory;
    bench.restart();
    await bench.deliver([does('get', 1000)]);
    bench.memory = own;
    expect(await bench.deliver([does('delete', 2000)])).toHaveLength(1);
  });
});
