/** Rules over alerts: what they see, what they conclude, and that nothing of it is lost. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../src/alert/alert.ts';
import { compileRules } from '../src/compile/compile.ts';
import { renderProblems } from '../src/compile/problem.ts';
import { loadRules } from '../src/compile/rules/load.ts';
import { createMemory } from '../src/correlate/memory.ts';
import type { RuleSet } from '../src/match/rule-set.ts';
import { overAlerts } from '../src/over-alerts.ts';
import { runDelivery } from '../src/pipeline.ts';
import { PublishError } from '../src/publish/publisher.ts';
import { alertReader } from '../src/schema/alert-reader.ts';
import { alertFields } from '../src/schema/alert-table.ts';
import type { JsonObject } from '../src/schema/audit-event.ts';
import { alertEvent } from '../src/source/alert/event.ts';
import { auditSource } from '../src/source/audit/source.ts';
import { auditTarget } from '../src/source/audit/target.ts';
import { memoryStore } from '../src/state/memory.ts';
import { schemaErrors } from './alert/sample.ts';
import { folderWith } from './compile/rules/rule-file.ts';
import { esqlToml, ruleToml, sequenceToml } from './correlate/rules.ts';
import { loadModule, runtime } from './load-module.ts';

const over = (toml: string) => toml.replace(/^index = .*$/m, 'index = [".alerts-security.*"]');
const withQuery = (toml: string, query: string) => toml.replace(/^query = .*$/m, `query = '''${query}'''`);
const named = (toml: string, name: string) => toml.replace(/^name = .*$/m, `name = "${name}"`);

/** Two rules over events, one of them a building block, and one of each kind over their alerts. */
const read = named(
  ruleToml(
    'query',
    'building_block_type = "default"\ntags = ["mine"]\n' +
      '[[rule.threat]]\nframework = "MITRE ATT&CK"\n[rule.threat.tactic]\nid = "TA0006"\nname = "Credential Access"\n' +
      'reference = "https://attack.mitre.org/tactics/TA0006/"\n',
    1,
  ),
  'Secret Read',
);
const written = named(withQuery(ruleToml('query', '', 2), 'kubernetes.audit.verb: create'), 'Something Made')
  .replace('"medium"', '"high"')
  .replace('risk_score = 47', 'risk_score = 73');
const rules: Readonly<Record<string, string>> = {
  'read.toml': read,
  'written.toml': written,
  'query.toml': over(
    named(
      withQuery(
        ruleToml('query', '', 3),
        'event.kind:signal and kibana.alert.severity:high and kibana.alert.rule.name:Something* and user.name:*',
      ),
      'Over query',
    ),
  ),
  'threshold.toml': over(
    named(
      withQuery(
        ruleToml(
          'threshold',
          'from = "now-1h"\ninterval = "10m"\n[rule.threshold]\nfield = ["user.name"]\nvalue = 2\n',
          4,
        ),
        'kibana.alert.building_block_type:default and kibana.alert.rule.threat.tactic.name:"Credential Access"',
      ),
      'Over threshold',
    ),
  ),
  'sequence.toml': over(
    named(
      sequenceToml(
        'sequence by user.name with maxspan=1h [any where kibana.alert.rule.tags == "mine"] [any where kibana.alert.risk_score > 47]',
        '',
        5,
      ),
      'Over sequence',
    ),
  ),
  'terms.toml': over(
    named(
      withQuery(
        ruleToml(
          'new_terms',
          '[rule.new_terms]\nfield = "new_terms_fields"\nvalue = ["kibana.alert.rule.rule_id", "user.name"]\n' +
            '[[rule.new_terms.history_window_start]]\nfield = "history_window_start"\nvalue = "now-7d"\n',
          6,
        ),
        'event.kind:signal',
      ),
      'Over terms',
    ),
  ),
  'esql.toml': named(
    esqlToml(
      'FROM .alerts-security.alerts-* | STATS Esql.n = COUNT_DISTINCT(kibana.alert.rule.rule_id), Esql.score = SUM(kibana.alert.risk_score) BY user.name | WHERE Esql.n > 1',
      'from = "now-1h"\ninterval = "10m"\n',
      7,
    ),
    'Over ES|QL',
  ),
};

const compiled = compileRules(loadedOnce(), { target: auditTarget, runtime });
const sets = (await loadModule(compiled.module)) as {
  readonly ruleSet: RuleSet;
  readonly alertRuleSet: RuleSet;
};

function loadedOnce() {
  const folder = mkdtempSync(join(tmpdir(), 'harrier-rules-'));
  for (const [name, text] of Object.entries(rules)) writeFileSync(join(folder, name), text);
  const loaded = loadRules([folder]);
  rmSync(folder, { recursive: true });
  return loaded.rules;
}

const start = Date.parse('2026-11-16T09:00:00Z');

function event(number: number, verb: 'get' | 'create', user: string, minute = number): JsonObject {
  const time = new Date(start + minute * 60_000).toISOString();
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    auditID: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    stage: 'ResponseComplete',
    verb,
    requestURI: `/api/v1/namespaces/shop/secrets/s${number}`,
    user: { username: user, groups: ['dev', 'system:authenticated'] },
    sourceIPs: ['203.0.113.7'],
    objectRef: { resource: 'secrets', namespace: 'shop', name: `s${number}`, apiVersion: 'v1' },
    responseStatus: { code: 200 },
    requestReceivedTimestamp: time,
    stageTimestamp: time,
    annotations: { 'authorization.k8s.io/decision': 'allow' },
  };
}

/** A deployment, of which publishing fails as the given function says. */
function deployment(failing: () => 'no' | 'all' | 'one' = () => 'no') {
  const out = new Map<string, Alert>();
  const clock = () => start + 3_600_000;
  const store = memoryStore({ clock });
  const publisher = {
    async publish(alerts: readonly Alert[]) {
      const how = failing();
      const failed = how === 'no' ? [] : how === 'all' ? alerts : alerts.slice(0, 1);
      for (const alert of alerts) if (!failed.includes(alert)) out.set(alert.event.id, alert);
      if (failed.length > 0)
        throw new PublishError(
          'a test',
          failed.map((each) => each.event.id),
          'down',
        );
    },
  };
  const deliver = async (events: readonly JsonObject[]) => {
    const memory = createMemory(store, clock);
    const failures: unknown[] = [];
    const onFailure = (failure: unknown) => failures.push(failure);
    const origin = { source: 'a test', cluster: 'blue', account: '111122223333', region: 'eu-west-1' };
    const batch = {
      events: events.map((each, index) => ({ event: each, origin, position: index + 1, partial: false })),
      undecodable: [],
      skipped: {},
    };
    const { alertRuleSet, ruleSet } = sets;
    await runDelivery(
      (async function* () {
        yield batch;
      })(),
      {
        ruleSet,
        source: auditSource,
        publisher: overAlerts(publisher, { alertRuleSet, clock, memory, onFailure }),
        clock,
        memory,
        onFailure,
      },
    );
    expect(failures).toEqual([]);
  };
  return { out, deliver };
}

const names = (out: ReadonlyMap<string, Alert>) => [...out.values()].map(({ rule }) => rule.name).sort();

describe('rules over alerts', () => {
  it('are apart from those over events', () => {
    expect(renderProblems(compiled.problems)).toBe('');
    expect(compiled.rules.map(({ name }) => name)).toEqual(['Secret Read', 'Something Made']);
    expect(compiled.alertRules.map(({ name }) => name).sort()).toEqual([
      'Over ES|QL',
      'Over query',
      'Over sequence',
      'Over terms',
      'Over threshold',
    ]);
  });

  it('of every kind conclude from the alerts of several deliveries, building blocks among them', async () => {
    const { out, deliver } = deployment();
    await deliver([event(1, 'get', 'alice')]);
    expect(names(out)).toEqual(['Over terms', 'Secret Read']);
    await deliver([event(2, 'get', 'alice'), event(3, 'get', 'bob')]);
    expect(names(out).filter((name) => name === 'Over threshold')).toHaveLength(1);
    await deliver([event(4, 'create', 'alice')]);
    expect(names(out)).toEqual([
      'Over ES|QL',
      'Over query',
      'Over sequence',
      'Over terms',
      'Over terms',
      'Over terms',
      'Over threshold',
      'Secret Read',
      'Secret Read',
      'Secret Read',
      'Something Made',
    ]);
    for (const alert of out.values()) expect(schemaErrors(alert)).toEqual([]);
  });

  it('say which alert it was, and tell of what the alert tells', async () => {
    const { out, deliver } = deployment();
    await deliver([event(1, 'get', 'alice'), event(2, 'get', 'alice')]);
    const [found] = [...out.values()].filter(({ rule }) => rule.name === 'Over threshold');
    expect(found?.harrier.reason).toBe(
      '"Secret Read": alice read secret shop/s2 from 203.0.113.7 (newest of 2 alerts within 60 s)',
    );
    const ids = [...out.values()]
      .filter(({ rule }) => rule.name === 'Secret Read')
      .map(({ event: { id } }) => id);
    expect(found?.harrier.event_ids).toEqual(ids);
    expect(found).toMatchObject({
      '@timestamp': '2026-11-16T09:02:00.000Z',
      event: { kind: 'signal', severity: 47, outcome: 'success' },
      user: { name: 'alice' },
      orchestrator: { cluster: { name: 'blue' } },
      harrier: { severity: 'medium', building_block: false, event_count: 2 },
    });
    expect(found).not.toHaveProperty('kibana');
    expect(found).not.toHaveProperty('signal');
    expect(found).not.toHaveProperty('threat');
  });

  it('are over no alert of a rule over alerts', async () => {
    const { out, deliver } = deployment();
    for (let number = 1; number <= 6; number++) await deliver([event(number, 'create', 'alice')]);
    // The query and the rule for new terms would be fulfilled by their own alerts.
    const of = Map.groupBy(out.values(), ({ rule }) => rule.name);
    expect(of.get('Over query')).toHaveLength(6);
    expect(of.get('Over terms')).toHaveLength(1);
  });

  it('conclude what they conclude without failures, whatever fails, and however often it is delivered', async () => {
    const step = fc.record({
      number: fc.integer({ min: 1, max: 6 }),
      verb: fc.constantFrom('get' as const, 'create' as const),
      user: fc.constantFrom('alice', 'bob'),
    });
    const failure = fc.constantFrom('no' as const, 'no' as const, 'all' as const, 'one' as const);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 5 }),
        fc.array(failure, { maxLength: 12 }),
        fc.boolean(),
        async (deliveries, failures, again) => {
          const events = deliveries.map((steps) =>
            steps.map(({ number, verb, user }) =>
              event(number + (verb === 'get' ? 0 : 10), verb, user, number),
            ),
          );
          const smooth = deployment();
          for (const each of events) await smooth.deliver(each);
          const left = [...failures];
          const rough = deployment(() => left.shift() ?? 'no');
          for (const each of again ? [...events, ...events] : events) {
            for (let tries = 0; ; tries++) {
              try {
                await rough.deliver(each);
                break;
              } catch (error) {
                if (tries > failures.length) throw error;
              }
            }
          }
          expect([...smooth.out.keys()].filter((id) => !rough.out.has(id))).toEqual([]);
          // Alerts come out of order where some of a delivery fail: a sequence may be one for what is known by then.
          const more = [...rough.out.values()].filter((alert) => !smooth.out.has(alert.event.id));
          expect(
            more.filter(({ rule }) => rule.name !== 'Over sequence').map(({ rule }) => rule.name),
          ).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('the fields of alerts', () => {
  it('are those of the alert by their names', async () => {
    const { out, deliver } = deployment();
    await deliver([event(1, 'get', 'alice'), event(2, 'get', 'alice')]);
    const all = [...out.values()].map((alert) => alertEvent(alert).event);
    const at = (of: unknown, steps: readonly string[]): readonly unknown[] =>
      Array.isArray(of)
        ? of.flatMap((each) => at(each, steps))
        : steps.length === 0
          ? [of]
          : of !== null && typeof of === 'object' && Object.hasOwn(of, steps[0] ?? '')
            ? at((of as Record<string, unknown>)[steps[0] ?? ''], steps.slice(1))
            : [];
    // What these rules do not say of themselves, and what these alerts are not.
    const unset =
      /^rule\.(?:license|ruleset)$|rule\.license$|\.technique\.|^harrier\.partial$|^event\.outcome$/;
    const missing = Object.keys(alertFields).filter(
      (name) => !unset.test(name) && all.every((each) => at(each, name.split('.')).length === 0),
    );
    expect(missing).toEqual([]);
  });

  it.each([
    'kibana.alert.rule.name',
    'user.name',
    'kubernetes.audit.requestObject.spec.x',
    'harrier.values.count',
    'harrier.group.user.name',
    'kibana.alert.rule',
  ])('have %s', (name) => expect(alertReader().resolve(name)?.name).toBe(name));

  it.each(['harrier.caller', 'host.id', 'kibana.alert.nothing', 'data_stream.dataset', 'user.nam'])(
    'have no %s',
    (name) => expect(alertReader().resolve(name)).toBeUndefined(),
  );
});

describe('a rule is over alerts', () => {
  const indexOf = (index: string) =>
    compileRules(
      loadRules([
        folderWith({
          'a.toml': withQuery(ruleToml('query'), 'event.kind:signal').replace(
            /^index = .*$/m,
            `index = ${index}`,
          ),
        }),
      ]).rules,
      { target: auditTarget, runtime },
    );

  it.each([
    '[".alerts-security.*"]',
    '[".alerts-security.alerts-default"]',
    '[".alerts-security.alerts-*"]',
    '[".internal.alerts-security.*"]',
    '[".siem-signals-*"]',
    '["logs-endpoint.events.*", ".alerts-security.*"]',
  ])('by the index %s', (index) => {
    const { rules: events, alertRules, skipped } = indexOf(index);
    expect([events.length, alertRules.length, skipped]).toEqual([0, 1, []]);
  });

  it.each(['["logs-*"]', '["*"]', '["logs-kubernetes.audit_logs-*"]'])('not by the index %s', (index) => {
    expect(indexOf(index).alertRules).toEqual([]);
  });

  it('only if it is not over events as well', () => {
    const { rules: events, alertRules, skipped } = indexOf('["logs-kubernetes.*", ".alerts-security.*"]');
    expect([events, alertRules]).toEqual([[], []]);
    expect(skipped[0]?.reason).toBe(
      'it reads events and alerts together: logs-kubernetes.*, .alerts-security.*',
    );
  });

  it('and so are the conditions of its exceptions', async () => {
    const exception = `[[exception]]
rules = ["Over query"]
condition = "user.name: alice and harrier.severity: high"
reason = "known"
author = "Alice"
`;
    const loaded = loadRules([folderWith({ ...rules, 'exceptions.toml': exception })]);
    const excepted = compileRules(loaded.rules, {
      target: auditTarget,
      runtime,
      exceptions: loaded.exceptions,
    });
    expect(renderProblems([...loaded.problems, ...excepted.problems])).toBe('');
    expect(excepted.exceptions).toBe(1);
  });
});
