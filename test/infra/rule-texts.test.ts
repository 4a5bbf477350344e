import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { hasEsqlRule, hasRuleOverAlerts } from '../../infra/bundle.ts';
import { compressTexts, textMembers } from '../../infra/rule-texts.ts';
import { compileRules } from '../../src/compile/compile.ts';
import { loadRules } from '../../src/compile/rules/load.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import { packagePath } from '../../src/project/package-root.ts';
import { auditTarget } from '../../src/source/audit/target.ts';
import { folderWith, ruleText } from '../compile/rules/rule-file.ts';
import { loadModule, runtime } from '../load-module.ts';

const rules = loadRules([packagePath('rules')]).rules;
const { module } = compileRules(rules, { target: auditTarget, runtime });

/** Each member read: a getter and the value that it gives are the same to whoever reads. */
async function rulesOf(text: string): Promise<readonly unknown[]> {
  const { ruleSet } = (await loadModule(text)) as { ruleSet: RuleSet };
  return ruleSet.rules.map(({ rule }) => ({ ...rule }));
}

it('the rules of a bundle say what the rule set says', async () => {
  const whole = await rulesOf(module);
  expect(whole).toHaveLength(rules.length);
  const file = join(mkdtempSync(join(tmpdir(), 'harrier-texts-')), 'texts.br');
  const { module: short, texts } = compressTexts(module, JSON.stringify(file));
  writeFileSync(file, texts);
  expect(await rulesOf(short)).toEqual(whole);
  rmSync(dirname(file), { recursive: true });
});

it('what rules in ES|QL need is in a bundle that has one', () => {
  expect(hasEsqlRule(module)).toBe(false);
  const folder = folderWith({
    'esql.toml': ruleText(1)
      .replace('type = "query"', 'type = "esql"\nlanguage = "esql"')
      .replace(
        'kubernetes.audit.verb: get',
        'FROM logs-* | STATS n = COUNT(*) BY kubernetes.audit.verb | WHERE n > 3',
      ),
  });
  const compiled = compileRules(loadRules([folder]).rules, { target: auditTarget, runtime });
  expect(compiled.rules.map(({ type }) => type)).toEqual(['esql']);
  expect(hasEsqlRule(compiled.module)).toBe(true);
});

it('what rules over alerts need is in a bundle that has one', () => {
  expect(hasRuleOverAlerts(module)).toBe(false);
  const folder = folderWith({
    'over.toml': ruleText(1)
      .replace(/^name = /m, 'index = [".alerts-security.*"]\nname = ')
      .replace('kubernetes.audit.verb: get', 'event.kind: signal'),
  });
  const compiled = compileRules(loadRules([folder]).rules, { target: auditTarget, runtime });
  expect(compiled.alertRules).toHaveLength(1);
  expect(hasRuleOverAlerts(compiled.module)).toBe(true);
});

it('no text is left beside the compressed ones', () => {
  const { module: compressed } = compressTexts(module);
  for (const member of textMembers) expect(compressed).not.toContain(`"${member}": `);
  expect(compressed.length).toBeLessThan(module.length * 0.6);
});

it('the rule set that is bundled is written so that its texts are found', () => {
  const built = readFileSync(packagePath('build/rules.js'), 'utf8');
  expect(compressTexts(built).module.match(/rule: withTexts\(/g)).toHaveLength(rules.length);
});
