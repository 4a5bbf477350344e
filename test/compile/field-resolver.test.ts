import { expect, test } from 'vitest';
import { compileRules } from '../../src/compile/compile.ts';
import { renderProblems } from '../../src/compile/problem.ts';
import { loadRules } from '../../src/compile/rules/load.ts';
import { auditTarget } from '../../src/source/audit/target.ts';
import { folderWith, ruleText } from './rules/rule-file.ts';

/** What is said of a field's name, without where it stands. */
function saidOf(field: string, where: 'query' | 'threshold' | 'suppression'): string {
  const query = (text: string) => ruleText(1).replace('kubernetes.audit.verb: get', text);
  const grouped = `group_by = ["${field}"]\nduration = { value = 5, unit = "m" }\n`;
  const texts = {
    query: query(`${field}: x or user.name: y`),
    threshold: `${ruleText(1).replace('type = "query"', 'type = "threshold"')}[rule.threshold]\nfield = ["${field}"]\nvalue = 2\n`,
    suppression: `${ruleText(1)}[rule.alert_suppression]\n${grouped}`,
  };
  const { rules, problems } = loadRules([folderWith({ 'a.toml': texts[where] })]);
  expect(renderProblems(problems)).toBe('');
  const compiled = compileRules(rules, { target: auditTarget, runtime: './runtime.js' });
  return compiled.problems
    .map(({ severity, code, message, hint }) => `${severity}[${code}]: ${message}; ${hint}`)
    .join('\n');
}

test.each([
  ['objectRef.name', 'did you mean `kubernetes.audit.objectRef.name`?'],
  ['user.nam', 'did you mean `user.name`?'],
  ['host.name', 'field-never-set'],
])('of %s the same is said in a query, a threshold and a suppression', (field, expected) => {
  const said = saidOf(field, 'query');
  expect(said).toContain(expected);
  expect(saidOf(field, 'threshold')).toBe(said);
  expect(saidOf(field, 'suppression')).toBe(said);
});
