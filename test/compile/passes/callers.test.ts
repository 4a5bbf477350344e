import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileKql } from '../../../src/compile/kql/compile-kql.ts';
import { withCaller } from '../../../src/compile/passes/callers.ts';
import { fold } from '../../../src/compile/passes/fold.ts';
import { gated } from '../../../src/compile/passes/gate.ts';
import type { Predicate } from '../../../src/compile/predicate.ts';
import { auditReader } from '../../../src/schema/audit-reader.ts';
import { callerOf } from '../../../src/schema/own/caller.ts';
import { matchesPattern } from '../../../src/schema/wildcard.ts';

const reader = auditReader();

/** The gates of a query, with what follows from them. */
function gatesOf(query: string) {
  const { predicate } = compileKql(query, reader);
  if (predicate === undefined) throw new Error(query);
  return withCaller(gated(fold(predicate)).gates, reader.resolve('harrier.caller'));
}

/** The callers that the first gate on callers leaves out. */
function leftOut(query: string): readonly string[] {
  const [gate] = gatesOf(query).caller ?? [];
  return gate?.kind === 'not' && gate.of.kind === 'some' && gate.of.test.kind === 'keyword'
    ? gate.of.test.values
    : [];
}

/** Whether a predicate of one field holds for its value. */
function holds(predicate: Predicate, value: string | undefined): boolean {
  switch (predicate.kind) {
    case 'constant':
      return predicate.value;
    case 'not':
      return !holds(predicate.of, value);
    case 'and':
      return predicate.of.every((each) => holds(each, value));
    case 'or':
      return predicate.of.some((each) => holds(each, value));
    case 'some':
      if (value === undefined) return false;
      if (predicate.test.kind === 'keyword') return predicate.test.values.includes(value);
      if (predicate.test.kind === 'wildcard')
        return predicate.test.patterns.some((pattern) => matchesPattern(value, pattern));
      return predicate.test.kind === 'exists';
    default:
      throw new Error(predicate.kind);
  }
}

const names = [
  'alice',
  'eks:node-manager',
  'eks:mallory',
  'system:kube-scheduler',
  'system:serviceaccount:kube-system:job-controller',
  'system:serviceaccount:shop:web',
  'system:node:ip-10-0-0-1',
  'system:bootstrap:abcdef',
  'system:nod',
  'system:admin',
];

describe('what a name says of the caller', () => {
  it.each<[string, readonly string[]]>([
    ['user.name:alice', ['aws', 'control_plane', 'node', 'service_account']],
    ['user.name:system\\:node\\:*', ['aws', 'control_plane', 'service_account']],
    ['user.name:system\\:nod*', ['aws', 'control_plane', 'service_account']],
    ['user.name:system\\:*', ['aws']],
    ['user.name:(system\\:serviceaccount\\:shop\\:* or eks\\:*)', ['control_plane', 'node']],
    ['user.name:"system:kube-scheduler"', ['aws', 'node', 'service_account']],
    ['user.name:*\\:web', ['aws', 'control_plane']],
    ['user.name:*', []],
    ['not user.name:system\\:*', ['control_plane', 'node', 'service_account']],
    ['not user.name:system\\:node\\:*', []],
    ['not user.name:*', ['aws', 'control_plane', 'node', 'service_account']],
    ['not user.name:"system:node:a"', []],
    ['user.name:system\\:* and not user.name:system\\:serviceaccount\\:*', ['aws', 'service_account']],
    ['user_agent.original:curl*', []],
  ])('%s', (query, callers) => {
    expect(leftOut(query)).toEqual(callers);
  });

  it('stands beside what a rule asks of callers itself', () => {
    expect(gatesOf('user.name:alice and harrier.caller:node').caller).toHaveLength(2);
  });

  it('leaves out nobody whose name passes', () => {
    const value = fc.constantFrom(...names);
    const cut = value.chain((name) => fc.nat({ max: name.length }).map((at) => name.slice(0, at)));
    const term = fc.oneof(
      value.map((name) => `"${name}"`),
      cut.map((head) => `${head.replaceAll(':', '\\:')}*`),
      cut.map((head) => `*${head.replaceAll(':', '\\:')}`),
    );
    const condition = fc
      .tuple(fc.constantFrom('', 'not '), fc.array(term, { minLength: 1, maxLength: 3 }))
      .map(([not, terms]) => `${not}user.name:(${terms.join(' or ')})`);
    const query = fc
      .tuple(fc.array(condition, { minLength: 1, maxLength: 3 }), fc.constantFrom(' and ', ' or '))
      .map(([conditions, operator]) => conditions.join(operator));
    const groups = fc.constantFrom(undefined, [], ['system:nodes'], ['system:unauthenticated'], ['dev']);
    const extra = fc.constantFrom(
      undefined,
      {},
      { arn: ['a'] },
      { 'authentication.kubernetes.io/pod-name': ['a'] },
    );
    fc.assert(
      fc.property(query, fc.oneof(value, fc.constant(undefined)), groups, extra, (text, name, of, more) => {
        const { username = [], caller = [] } = gatesOf(text);
        fc.pre(username.every((each) => holds(each, name)));
        expect(caller.every((each) => holds(each, callerOf(name, of, more)))).toBe(true);
      }),
      { numRuns: 2500 },
    );
  });
});
