/** Elastic's EQL rules, unmodified: on an event each must match, on ones that lack one thing, and in a sequence. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileRules } from '../../src/compile/compile.ts';
import { parseEql } from '../../src/compile/eql/parse.ts';
import { loadRules } from '../../src/compile/rules/load.ts';
import { matchEvents } from '../../src/match/match.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import type { AuditEvent, Json, JsonObject } from '../../src/schema/audit-event.ts';
import { renderDocument } from '../../src/schema/document.ts';
import { auditTarget } from '../../src/source/audit/target.ts';
import { schemaErrors } from '../alert/sample.ts';
import { benchFor, get, minute } from '../correlate/events.ts';
import { loadModule, runtime } from '../load-module.ts';
import { evaluateEql } from '../reference/eql.ts';
import { sharedData } from '../shared-data.ts';

interface Expected {
  readonly matches: Readonly<Record<string, AuditEvent>>;
  /** Merged into the first of `matches`. */
  readonly misses: Readonly<Record<string, JsonObject>>;
}

const decided = (decision: string) => ({ annotations: { 'authorization.k8s.io/decision': decision } });
const anna = { user: { username: 'anna', groups: ['system:authenticated'] } };

const eventsDeleted: AuditEvent = {
  ...anna,
  verb: 'delete',
  stage: 'ResponseComplete',
  level: 'Metadata',
  objectRef: { resource: 'events', apiGroup: 'events.k8s.io', namespace: 'shop', name: 'web.17' },
};
const notEvents = { 'another resource': { objectRef: { resource: 'pods' } } };
const notComplete = { 'another stage': { stage: 'RequestReceived' } };

const exec: AuditEvent = {
  ...anna,
  ...decided('allow'),
  verb: 'get',
  stage: 'ResponseStarted',
  level: 'Request',
  requestURI: '/api/v1/namespaces/shop/pods/web/exec?command=sh&stdin=true',
  objectRef: { resource: 'pods', subresource: 'exec', namespace: 'shop', name: 'web' },
};
const anonymous: AuditEvent = {
  user: { username: 'system:anonymous' },
  level: 'RequestResponse',
  verb: 'create',
  objectRef: { resource: 'pods', namespace: 'shop' },
};

const kubernetes: Readonly<Record<string, Expected>> = {
  'Kubernetes Events Deleted': {
    matches: { 'an event deleted': eventsDeleted },
    misses: { ...notEvents, ...notComplete, 'another verb': { verb: 'deletecollection' } },
  },
  'Kubernetes Anonymous User Create/Update/Patch Pods Request': {
    matches: {
      'the anonymous user': anonymous,
      'another name of it': { ...anonymous, user: { username: 'system:unauthenticated' } },
      'no user at all': { ...anonymous, user: {}, verb: 'patch', level: 'Request' },
      'an empty name, which is none': { ...anonymous, user: { username: '' }, verb: 'update' },
    },
    misses: {
      'a user': { user: { username: 'anna' } },
      'a read': { verb: 'list' },
      'too low a level': { level: 'Metadata' },
      'another resource': { objectRef: { resource: 'podtemplates' } },
    },
  },
  'Kubernetes Forbidden Creation Request': {
    matches: { 'a refused creation': { ...eventsDeleted, ...decided('forbid'), verb: 'create' } },
    misses: {
      'an allowed one': decided('allow'),
      'another verb': { verb: 'Create' },
      ...notComplete,
    },
  },
  'Kubernetes User Exec into Pod': {
    matches: {
      'a shell': exec,
      'by SPDY': { ...exec, verb: 'create', stage: 'ResponseComplete' },
      'in a namespace of an exception, and not what it excepts': {
        ...exec,
        objectRef: { resource: 'pods', subresource: 'exec', namespace: 'trident', name: 'web' },
      },
      'what an exception names, in another namespace': {
        ...exec,
        objectRef: { resource: 'pods', subresource: 'exec', namespace: 'shop', name: 'trident-controller-1' },
      },
      'what an exception names, by case': {
        ...exec,
        objectRef: {
          resource: 'pods',
          subresource: 'exec',
          namespace: 'trident',
          name: 'Trident-controller-1',
        },
      },
    },
    misses: {
      'an attach': { objectRef: { subresource: 'attach' } },
      'a refused one': decided('forbid'),
      'at another level': { level: 'Metadata' },
      'what is excepted by its name': { objectRef: { namespace: 'trident', name: 'trident-controller-7' } },
      'what is excepted by its URI, a wildcard amid it': {
        objectRef: { namespace: 'elasticsearch-cluster' },
        requestURI:
          '/api/v1/namespaces/elasticsearch-cluster/pods/es-0/exec?command=df&command=-h&container=kibana&stderr=true&stdout=true',
      },
      'what is excepted by its URI, a wildcard at the end': {
        objectRef: { namespace: 'vuls' },
        requestURI:
          '/api/v1/namespaces/vuls/pods/vuls-1/exec?command=sh&command=-c&command=ls+%2Fvuls%2Fresults+-l',
      },
    },
  },
};

const eks: Readonly<Record<string, Expected>> = {
  'AWS EKS - Kubernetes Events Deleted': {
    matches: {
      'an event deleted': eventsDeleted,
      'all of them': { ...eventsDeleted, verb: 'deletecollection' },
    },
    misses: { ...notEvents, ...notComplete, 'another verb': { verb: 'update' } },
  },
};

function merged(event: Json | undefined, mend: Json): Json {
  if (!isObject(event) || !isObject(mend)) return mend;
  return {
    ...event,
    ...Object.fromEntries(Object.entries(mend).map(([key, value]) => [key, merged(event[key], value)])),
  };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const options = { eventCategoryField: 'event.category', timestampField: '@timestamp' };

/** Documents are rendered for the one data stream; the other names the same fields otherwise. */
const asKubernetes = [
  /aws\.eks\.audit|"aws_logs\.eks_audit"/g,
  (found: string) => (found.startsWith('"') ? '"kubernetes.audit_logs"' : 'kubernetes.audit'),
] as const;

async function rulesOf(folder: string) {
  const loaded = loadRules([folder]).rules.filter(({ type }) => type === 'eql');
  const compiled = compileRules(loaded, { target: auditTarget, runtime });
  const { ruleSet } = (await loadModule(compiled.module)) as { ruleSet: RuleSet };
  const on = (event: AuditEvent) => {
    const sourced = [{ event, origin: { source: 'test' }, position: 1, partial: false }];
    const { matches, failures } = matchEvents(ruleSet, sourced as never, 0);
    expect(failures).toEqual([]);
    return matches.map(({ rule }) => rule.name);
  };
  const queries = loaded.flatMap((rule) =>
    rule.type === 'eql' ? [{ name: rule.metadata.name, text: rule.query.text }] : [],
  );
  return { ...compiled, ruleSet, on, queries };
}

const changeThenWorkload = 'Kubernetes Sensitive RBAC Change Followed by Workload Modification';

describe.each([
  ['Kubernetes', sharedData('elastic-rules/kubernetes'), kubernetes, [changeThenWorkload], 2],
  ['EKS', sharedData('elastic-rules/eks'), eks, [], 0],
])('the EQL rules of Elastic’s %s pack', (_, folder, expected, sequences, among) => {
  it.skipIf(folder === undefined)('are built, all of them', async () => {
    const { rules, skipped, problems } = await rulesOf(folder ?? '');
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(rules.map(({ name }) => name).toSorted()).toEqual(
      [...Object.keys(expected), ...sequences].toSorted(),
    );
    expect(skipped).toEqual([]);
  });

  const events = sharedData('audit-events/events.ndjson');
  it.skipIf(folder === undefined || events === undefined)(
    'find on public audit events what the reference evaluator finds',
    async () => {
      const { on, queries } = await rulesOf(folder ?? '');
      const lines = readFileSync(events ?? '', 'utf8')
        .trimEnd()
        .split('\n');
      const all = lines.map((line) => JSON.parse(line) as AuditEvent);
      const documents = all.map((event) => renderDocument(event, { source: 'test' }));
      let total = 0;
      for (const { name, text } of queries) {
        const parsed = parseEql(text.replaceAll(...asKubernetes));
        if ('problems' in parsed) throw new Error(`${name} does not parse`);
        if (parsed.ast.query.kind !== 'event') continue;
        const found = new Set(evaluateEql(parsed.ast, documents, options).map((each) => each.events[0]));
        const [compiled, reference] = [
          all.map((event) => on(event).includes(name)),
          documents.map((document) => found.has(document)),
        ];
        expect(compiled, name).toEqual(reference);
        total += found.size;
      }
      expect(total).toBe(among);
    },
  );

  const matches = Object.entries(expected).flatMap(([rule, of]) =>
    Object.entries(of.matches).map(([what, event]) => ({ rule, what, event })),
  );
  it.skipIf(folder === undefined).each(matches)('$rule: matches $what', async ({ rule, event }) => {
    expect((await rulesOf(folder ?? '')).on(event)).toContain(rule);
  });

  const misses = Object.entries(expected).flatMap(([rule, of]) =>
    Object.entries(of.misses).map(([what, mend]) => ({
      rule,
      what,
      mend,
      event: Object.values(of.matches)[0],
    })),
  );
  it.skipIf(folder === undefined).each(misses)('$rule: misses $what', async ({ rule, event, mend }) => {
    expect((await rulesOf(folder ?? '')).on(merged(event, mend) as AuditEvent)).not.toContain(rule);
  });
});

describe('Elastic’s rule on a sequence', () => {
  const folder = sharedData('elastic-rules/kubernetes');
  const change = (at: number, more: JsonObject = {}) =>
    get(at, {
      ...decided('allow'),
      verb: 'patch',
      objectRef: { resource: 'clusterroles', name: 'edit' },
      ...more,
    });
  const workload = (at: number, more: JsonObject = {}) =>
    get(at, {
      ...decided('allow'),
      verb: 'create',
      objectRef: { resource: 'deployments', namespace: 'shop', name: 'web' },
      ...more,
    });

  it.skipIf(folder === undefined).each([
    { name: 'over two deliveries', deliveries: [[change(0)], [workload(minute)]], alerts: 1 },
    { name: 'that comes in the wrong order', deliveries: [[workload(minute)], [change(0)]], alerts: 1 },
    { name: 'the other way round', deliveries: [[workload(0), change(minute)]], alerts: 0 },
    { name: 'of two callers', deliveries: [[change(0, anna)], [workload(minute)]], alerts: 0 },
    { name: 'that takes longer', deliveries: [[change(0)], [workload(5 * minute + 1)]], alerts: 0 },
    { name: 'refused', deliveries: [[change(0, decided('forbid'))], [workload(1)]], alerts: 0 },
    {
      name: 'of an administrator',
      deliveries: [
        [change(0)],
        [workload(1, { user: { username: 'alice', groups: ['a', 'system:masters'] } })],
      ],
      alerts: 0,
    },
  ])('$name', async ({ deliveries, alerts }) => {
    const { ruleSet } = await rulesOf(folder ?? '');
    const bench = benchFor(ruleSet);
    for (const delivery of deliveries) {
      await bench.deliver(delivery);
      bench.restart();
    }
    expect(bench.alerts.map(({ rule }) => rule.name)).toEqual(Array(alerts).fill(changeThenWorkload));
    expect(bench.alerts.flatMap(schemaErrors)).toEqual([]);
  });
});
