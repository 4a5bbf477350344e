/** Which exceptions there are, and for which rules. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { renderProblems } from '../../../src/compile/problem.ts';
import { type LoadedRules, loadRules } from '../../../src/compile/rules/load.ts';
import { folderWith, ruleId, ruleText } from '../rules/rule-file.ts';
import { build, rules } from './build.ts';

function exception(named: string, more = ''): string {
  return `[[exception]]\nrules = ${named}\ncondition = "user.name: a"\nreason = "known"\nauthor = "Alice"\n${more}`;
}

function codes({ problems }: Pick<LoadedRules, 'problems'>): string[] {
  return problems.map(({ severity, code }) => `${severity} ${code}`);
}

test('exceptions are found in any file beside the rules, and name rules by id and by name', () => {
  const folder = folderWith({
    ...rules,
    'exceptions.toml': exception(`["Pods Written", "${ruleId(1)}", "Rule 1"]`),
    'exceptions/a/payments.toml': exception('"all"') + exception('["Rule 1"]', 'expires = 2027-01-31\n'),
  });
  const { exceptions, problems, rules: loaded } = loadRules([folder]);
  expect(problems).toEqual([]);
  expect(loaded).toHaveLength(Object.keys(rules).length);
  expect(
    exceptions.map((each) => [each.source, each.rules, each.condition.text, each.expires?.value]),
  ).toEqual([
    ['exceptions/a/payments.toml', 'all', 'user.name: a', undefined],
    ['exceptions/a/payments.toml', [{ id: ruleId(1), name: 'Rule 1' }], 'user.name: a', '2027-01-31'],
    [
      'exceptions.toml',
      [
        { id: ruleId(2), name: 'Pods Written' },
        { id: ruleId(1), name: 'Rule 1' },
      ],
      'user.name: a',
      undefined,
    ],
  ]);
});

test('an exception for no rule is an error, and nothing else is affected', () => {
  const folder = folderWith({
    ...rules,
    'a.toml': exception('["Nobody’s"]'),
    'b.toml': exception('["Rule 1"]'),
  });
  const loaded = loadRules([folder]);
  expect(codes(loaded)).toEqual(['error unknown-rule']);
  expect(loaded.exceptions).toHaveLength(1);
});

test('of a selection of rules, exceptions for others are counted, and misspelt ones still told', async () => {
  const folder = folderWith({
    'rules/rule_1.toml': ruleText(1),
    'exceptions/a.toml':
      exception('["Pods Written"]') +
      exception('["d0b3e7f4-91c2-4ab8-8c6e-7f2a15e90b3d"]') +
      exception('["Rule 1", "Pods Written"]') +
      exception('["Rul 1"]'),
    'exceptions/b.toml': exception('["Pods Written"]'),
  });
  const { exceptions, problems } = loadRules([join(folder, 'rules'), join(folder, 'exceptions')], {
    selection: true,
  });
  const rendered = renderProblems(problems).replaceAll(`${folder}/`, '');
  await expect(rendered).toMatchFileSnapshot('golden/selection.txt');
  expect(exceptions.map((each) => each.rules)).toEqual([[{ id: ruleId(1), name: 'Rule 1' }]]);
});

test('a rule with mistakes of its own can be named, and so can one whose file cannot be read at all', () => {
  const folder = folderWith({
    'a.toml': ruleText(1).replace('risk_score = 47', 'risk_score = 470'),
    'b.toml': ruleText(2),
    'exceptions.toml': exception('["Rule 1"]'),
  });
  expect(codes(loadRules([folder]))).toEqual(['error out-of-range']);
  const broken = folderWith({
    'a.toml': ruleText(1).replace('[rule]', '[rule'),
    'b.toml': ruleText(2),
    'exceptions.toml': exception('["Rule 1"]'),
  });
  expect(codes(loadRules([broken])).filter((code) => code.startsWith('error'))).toEqual([
    'error toml-syntax',
  ]);
});

test('exceptions alone are no rules', () => {
  const folder = folderWith({ 'exceptions.toml': exception('["Rule 1"]') });
  expect(codes(loadRules([folder]))).toEqual(['warning rules-not-loaded', 'error no-rules']);
});

test('an expired exception is not in the module, one on its last day is', () => {
  const folder = folderWith({ ...rules, 'a.toml': exception('["Rule 1"]', 'expires = 2026-11-22\n') });
  expect(build(folder, '2026-11-22').applied).toBe(1);
  expect(build(folder, '2026-11-23').applied).toBe(0);
  expect(build(folder, '2026-11-23').module).not.toContain('Exception');
});

test('an exception in which something is wrong is not applied: its rule alerts', () => {
  const folder = folderWith({
    ...rules,
    'a.toml': exception('["Rule 1"]').replace('user.name: a', 'user.name: ('),
    'b.toml': exception('["Rule 1"]').replace('user.name: a', '*'),
  });
  const { applied, module } = build(folder, '2026-11-22');
  expect(applied).toBe(0);
  expect(module).not.toContain('Exception');
});

test('the module says of each exception why, by whom, until when and where, once', async () => {
  const folder = folderWith({
    'rule_1.toml': ruleText(1),
    'rule_2.toml': ruleText(2).replace(
      '"kubernetes.audit.verb: get"',
      '"kubernetes.audit.verb: (create or update)"',
    ),
    'exceptions.toml': `# What is normal here
[[exception]]
rules = "all"
condition = "user.name: flux"
reason = """
The controller of deployments
applies everything."""
author = "platform@example.com"

[[exception]]
rules = ["Rule 2"]
condition = '''
kubernetes.audit.objectRef.namespace: agents and
not harrier.containers:{ securityContext.privileged:true and not image:registry.example/agent* }
'''
reason = "The node agent; its replacement is planned"
author = "Alice"
expires = 2027-03-31
`,
  });
  const { module, problems } = build(folder, '2026-11-22');
  expect(problems).toEqual([]);
  const readable = module.replace(/(?<=from ").*(?=")/, 'runtime.ts');
  await expect(readable).toMatchFileSnapshot('golden/module.txt');
  expect(build(folder, '2027-01-01').module).toBe(module);
});

test('what a lasting exception leaves, dispatch knows', () => {
  const folder = folderWith({
    'a.toml': ruleText(1),
    'exceptions.toml': exception('["Rule 1"]').replace(
      'user.name: a',
      'kubernetes.audit.objectRef.subresource: *',
    ),
  });
  const { module } = build(folder, '2026-11-22');
  expect(module).toMatch(/const requires\d+ = .*"subresource":\[null\]/);
  const ending = folderWith({
    'a.toml': ruleText(1),
    'exceptions.toml': exception('["Rule 1"]', 'expires = 2027-01-31\n').replace(
      'user.name: a',
      'kubernetes.audit.objectRef.subresource: *',
    ),
  });
  expect(build(ending, '2026-11-22').module).not.toMatch(/const requires\d+ = .*subresource/);
});
