import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emitModule } from '../../src/compile/codegen/emit-module.ts';
import { fold } from '../../src/compile/passes/fold.ts';
import { gated } from '../../src/compile/passes/gate.ts';
import { requirements, residual } from '../../src/compile/passes/require.ts';
import { waysOf } from '../../src/compile/passes/ways.ts';
import type { Predicate } from '../../src/compile/predicate.ts';
import { matchEvents } from '../../src/match/match.ts';
import { defineRuleSet, type RuleSet } from '../../src/match/rule-set.ts';
import type { Rule } from '../../src/rule.ts';
import type { AuditEvent } from '../../src/schema/audit-event.ts';
import { auditReader, dispatch } from '../../src/schema/audit-reader.ts';
import { headOf } from '../../src/schema/head.ts';
import { auditEvents } from '../arbitrary/audit-event.ts';
import { loadModule, runtime } from '../load-module.ts';

const reader = auditReader();

function some(name: string, ...values: string[]): Predicate {
  const field = reader.resolve(name);
  if (field === undefined) throw new Error(name);
  return {
    kind: 'some',
    field,
    test: values.length === 0 ? { kind: 'exists' } : { kind: 'keyword', values },
  };
}

const decisionName = 'kubernetes.audit.annotations.authorization_k8s_io/decision';

function like(name: string, pattern: readonly string[]): Predicate {
  const exists = some(name);
  if (exists.kind !== 'some') throw new Error(name);
  return { ...exists, test: { kind: 'wildcard', patterns: [pattern] } };
}

const leaf = fc.oneof(
  fc.constantFrom('create', 'get', 'list').map((verb) => some('kubernetes.audit.verb', verb)),
  fc.constantFrom('create', 'get').map((verb) => some('event.action', verb, 'patch')),
  fc.constantFrom('pods', 'secrets').map((resource) => some('kubernetes.audit.objectRef.resource', resource)),
  fc.constantFrom('exec').map((subresource) => some('kubernetes.audit.objectRef.subresource', subresource)),
  fc.constant(some('kubernetes.audit.objectRef.subresource')),
  fc.constant(some('kubernetes.audit.objectRef.resource')),
  fc.constantFrom('a', 'b').map((user) => some('user.name', user)),
  fc.boolean().map((value): Predicate => ({ kind: 'constant', value })),
  fc.constantFrom('allow', 'forbid').map((decision) => some(decisionName, decision)),
  fc.constantFrom('a', 'default').map((name) => some('kubernetes.audit.impersonatedUser.groups', name)),
  fc
    .constantFrom(
      'user_agent.original',
      'kubernetes.audit.objectRef.namespace',
      'kubernetes.audit.impersonatedUser.username',
    )
    .map((name) => some(name)),
  fc.constantFrom(['', 'b'], ['a', ''], ['', '0', '']).map((pattern) => like('user_agent.original', pattern)),
  fc.constantFrom(['', '0.0.1'], ['', '113', '']).map((pattern) => like('source.ip', pattern)),
);

const predicates = fc.letrec<{ node: Predicate }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    leaf,
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      of: fc.array(tie('node'), { maxLength: 4 }),
    }),
    tie('node').map((of): Predicate => ({ kind: 'not', of })),
  ),
})).node;

function asRule(index: number): Rule {
  return { type: 'query', id: String(index) } as Rule;
}

async function compile(all: readonly Predicate[], dispatched: boolean): Promise<RuleSet> {
  const lowered = all.map((predicate, index) => {
    const requires = dispatched ? requirements(predicate, dispatch) : {};
    const { implied, predicate: left } = residual(predicate, requires, dispatch);
    const split = dispatched ? { ...gated(left), ways: waysOf(left, dispatch) } : { predicate: left };
    return { rule: asRule(index), stages: [{ requires, implied, ...split }] };
  });
  return (await loadModule(emitModule(lowered, runtime))).ruleSet as RuleSet;
}

describe('dispatch', () => {
  it('never loses a match, and folding changes no outcome', async () => {
    const all = fc.sample(predicates, { numRuns: 400, seed: 7 });
    const folded = await compile(all.map(fold), true);
    const plain = await compile(all, false);
    const context = { origin: { source: '' }, now: 0 };
    fc.assert(
      fc.property(auditEvents, (event) => {
        const head = headOf(event);
        const dispatched = folded
          .candidates(event, head)
          .filter(({ test }) => test(event, context, head))
          .map(({ rule }) => rule.id);
        const exhaustive = plain.rules
          .filter(({ stages }) => stages[0]?.test(event, context, head))
          .map(({ rule }) => rule.id);
        expect(dispatched).toEqual(exhaustive);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves most rules out', () => {
    const of = (verb: string, resource: string): Predicate => ({
      kind: 'and',
      of: [some('kubernetes.audit.verb', verb), some('kubernetes.audit.objectRef.resource', resource)],
    });
    const rules = [
      of('create', 'pods'),
      of('get', 'secrets'),
      of('create', 'secrets'),
      some('user.name', 'a'),
    ].map((predicate, index) => ({
      rule: asRule(index),
      stages: [{ requires: requirements(predicate, dispatch), test: () => true }],
    }));
    const ids = (event: AuditEvent) =>
      defineRuleSet(rules)
        .candidates(event)
        .map(({ rule }) => rule.id);
    expect(ids({ verb: 'create', objectRef: { resource: 'pods' } })).toEqual(['0', '3']);
    expect(ids({ verb: 'get', objectRef: { resource: 'secrets', subresource: 'x' } })).toEqual(['1', '3']);
    expect(ids({ verb: 'watch', objectRef: { resource: 'never-named' } })).toEqual(['3']);
    expect(ids({})).toEqual(['3']);
    expect(ids({ verb: ['create'] })).toEqual(['0', '1', '2', '3']);
  });
});

describe('a rule with alternatives', () => {
  it('meets the events alone that can take one of its ways', async () => {
    const predicate: Predicate = {
      kind: 'or',
      of: [
        {
          kind: 'and',
          of: [some('kubernetes.audit.verb', 'get'), some('kubernetes.audit.objectRef.resource', 'secrets')],
        },
        some('kubernetes.audit.objectRef.subresource', 'exec'),
        some('user_agent.original', 'curl'),
      ],
    };
    const { candidates } = await compile([predicate], true);
    const meets = (event: AuditEvent) => candidates(event).length;
    expect(meets({ verb: 'get', objectRef: { resource: 'secrets' } })).toBe(1);
    expect(meets({ verb: 'create', objectRef: { resource: 'pods', subresource: 'exec' } })).toBe(1);
    expect(meets({ verb: 'get', objectRef: { resource: 'pods' }, userAgent: 'curl' })).toBe(1);
    expect(meets({ verb: 'get', objectRef: { resource: 'pods' }, userAgent: 'kubelet' })).toBe(0);
    expect(meets({ verb: 'list', objectRef: { resource: 'secrets' } })).toBe(0);
    expect(meets({ verb: ['list'], objectRef: { resource: 'secrets' } })).toBe(1);
  });
});

describe('a rule of several stages', () => {
  const of = (verb: string) => some('kubernetes.audit.verb', verb);
  const lowered = [
    { rule: asRule(0), stages: [of('get'), of('delete'), of('get')] },
    { rule: asRule(1), stages: [of('delete')] },
  ].map(({ rule, stages }) => ({
    rule,
    stages: stages.map((predicate) => ({ predicate, requires: requirements(predicate, dispatch) })),
  }));

  it('matches by each of them apart, and a match says which', async () => {
    const { ruleSet } = (await loadModule(emitModule(lowered, runtime))) as { ruleSet: RuleSet };
    const found = (verb: string) => {
      const event = { event: { verb }, origin: { source: 'x' }, position: 1, partial: false };
      return matchEvents(ruleSet, [event], 0).matches.map(({ rule, stage }) => `${rule.id}.${stage}`);
    };
    expect(found('get')).toEqual(['0.0', '0.2']);
    expect(found('delete')).toEqual(['0.1', '1.0']);
    expect(found('list')).toEqual([]);
  });
});

describe('matchEvents', () => {
  it('goes on after a rule that fails, and says which failed on what', () => {
    const fails = () => {
      throw new Error('broken');
    };
    const ruleSet = defineRuleSet([
      { rule: asRule(0), stages: [{ requires: {}, test: fails }] },
      { rule: asRule(1), stages: [{ requires: {}, test: () => true }] },
    ]);
    const event = { event: { verb: 'get' }, origin: { source: 'x' }, position: 1, partial: false };
    const { matches, failures } = matchEvents(ruleSet, [event], 0);
    expect(matches).toMatchObject([{ rule: asRule(1), stage: 0, event }]);
    expect(failures).toEqual([{ rule: asRule(0), stage: 0, event, error: new Error('broken') }]);
  });
});
