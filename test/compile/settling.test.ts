/** `[rule.settling]`: what it becomes, and what its author is told of mistakes in it. */
import { describe, expect, it } from 'vitest';
import { compileRules } from '../../src/compile/compile.ts';
import { renderProblems } from '../../src/compile/problem.ts';
import { loadRules } from '../../src/compile/rules/load.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import { auditTarget } from '../../src/source/audit/target.ts';
import { loadModule, runtime } from '../load-module.ts';
import { folderWith, ruleText } from './rules/rule-file.ts';

const creations =
  'kubernetes.audit.objectRef.resource:serviceaccounts and kubernetes.audit.responseStatus.code:201';

interface Written {
  readonly query?: string;
  readonly field?: string;
  readonly value?: string;
  readonly duration?: string;
  readonly window?: string;
}

function compiled({
  query = creations,
  field = 'user.name',
  value = 'harrier.service_account',
  duration = '{ value = 1, unit = "h" }',
  window = 'now-7d',
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
  const folder = folderWith({ 'rule_1.toml': text });
  const loaded = loadRules([folder]);
  const { module, problems, rules } = compileRules(loaded.rules, { target: auditTarget, runtime });
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
