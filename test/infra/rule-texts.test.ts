import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compressTexts, textMembers } from '../../infra/rule-texts.ts';
import { packagePath } from '../../src/cli/package-root.ts';
import { compileRules } from '../../src/compile/compile.ts';
import { loadRules } from '../../src/compile/rules/load.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import { auditTarget } from '../../src/source/audit/target.ts';
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
  expect(await rulesOf(compressTexts(module))).toEqual(whole);
});

it('no text is left beside the compressed ones', () => {
  const compressed = compressTexts(module);
  for (const member of textMembers) expect(compressed).not.toContain(`"${member}": `);
  expect(compressed.length).toBeLessThan(module.length * 0.75);
});

it('the rule set that is bundled is written so that its texts are found', () => {
  const built = readFileSync(packagePath('build/rules.js'), 'utf8');
  expect(compressTexts(built).match(/rule: withTexts\(/g)).toHaveLength(rules.length);
});
