/** `[rule.settling]`: what it becomes, and what its author is told of mistakes in it. */
import { describe, expect, it } from 'vitest';
import { compileRules } from '../../src/compile/compile.ts';
import { renderProblems } from '../../src/compile/problem.ts';
import { loadRules } from '../../src/compile/rules/load.ts';
import { matchEvents } from '../../src/match/match.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { auditTarget } from '../../src/source/audit/target.ts';
import { loadModule, runtime } from '../load-module.ts';
import { folderWith, ruleId, ruleText } from './rules/rule-file.ts';

const origin = { source: 'a test' };
const creations =
  'kubernetes.audit.objectRef.resource:serviceaccounts and kubernetes.audit.responseStatus.code:201';

interface Written {
  readonly query?: string;
  readonly field?: string;
  readonly value?: string;
  readonly duration?: string;
  readonly window?: string;
  /** The condition of an exception from the rule. */
  readonly excepted?: string;
}

function compiled({
  query = creations,
  field = 'user.name',
  value = 'harrier.service_account',
  duration = '{ value = 1, unit = "h" }',
  window = 'now-7d',
  excepted,
}: Written) {
  const text = `${ruleText(1).replace('type = "query"', 'type = "new_terms"')}
new_terms_fields = ["user.name", "kubernetes.audit.verb"]
history_window_start = "${window}"
[rule.settling]
field = "${field}"
value = "${value}"
duration = ${duration}
query = '''${query}'''
`;
  const exception = `[[exception]]
rules = ["${ruleId(1)}"]
reason = "a test"
author = "a test"
condition = '${excepted}'
`;
  const folder = folderWith({ 'rule_1.toml': text, ...(excepted && { 'exceptions.toml': exception }) });
  const { exceptions, ...loaded } = loadRules([folder]);
  const { module, problems, rules } = compileRules(loaded.rules, {
    target: auditTarget,
    runtime,
    exceptions,
  });
  const rendered = renderProblems([...loaded.problems, ...problems]).replaceAll(`${folder}/`, '');
  return { module, rules, problems: rendered };
}

describe('a settling period', () => {
  it('is a second stage of its rule', async () => {
    const { module, rules, problems } = compiled({});
    expect(problems).toBe('');
    expect(rules).toMatchObject([
      { settling: { field: 'user.name', value: 'harrier.service_account', duration: 3_600_000 } },
    ]);
    const { ruleSet } = (await loadModule(module)) as { ruleSet: RuleSet };
    const [rule] = ruleSet.rules;
    expect(rule?.stages.map(({ fields }) => Object.keys(fields ?? {}))).toEqual([
      ['user.name', 'kubernetes.audit.verb'],
      ['harrier.service_account'],
    ]);
  });

  it('is begun by what an exception leaves out', async () => {
    const { module, problems } = compiled({ excepted: 'user.name:argocd' });
    expect(problems).toBe('');
    const { ruleSet } = (await loadModule(module)) as { ruleSet: RuleSet };
    const stages = (username: string, event: JsonObject) => {
      const sourced = { event: { ...event, user: { username } }, origin, position: 1, partial: false };
      return matchEvents(ruleSet, [sourced], 0).matches.map(({ stage }) => stage);
    };
    const act = { verb: 'get', objectRef: { resource: 'secrets' } };
    const creation = {
      verb: 'create',
      objectRef: { resource: 'serviceaccounts' },
      responseStatus: { code: 201 },
    };
    expect([stages('alice', act), stages('argocd', act)]).toEqual([[0], []]);
    expect([stages('alice', creation), stages('argocd', creation)]).toEqual([[1], [1]]);
  });

  it.each<[string, Written]>([
    ['a query that is none', { query: 'kubernetes.audit.verb:(create' }],
    ['a query that never matches', { query: `${creations} and data_stream.dataset:other` }],
    ['a field that the rule does not look for', { field: 'user.id' }],
    ['a field of creations that there is not', { value: 'harrier.serviceaccount' }],
    ['a field of creations that is never set', { value: 'host.name' }],
    ['a time longer than the history', { duration: '{ value = 61, unit = "m" }', window: 'now-1h' }],
    [
      'all of it at once',
      {
        query: 'verb:create',
        field: 'user',
        value: 'harrier.account',
        duration: '{ value = 1000, unit = "h" }',
      },
    ],
    ['a window that is none, which is told once', { window: 'now-1m' }],
  ])('is told of %s', async (name, written) => {
    const { problems } = compiled(written);
    await expect(problems).toMatchFileSnapshot(`golden/settling/${name.replaceAll(/[ ,]+/g, '-')}.txt`);
  });
});
