/** Rule sets of texts that are made for a measurement. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readyRules } from '../src/cli/rules.ts';
import type { RuleSet } from '../src/match/rule-set.ts';
import { auditTarget } from '../src/source/audit/target.ts';

export interface RuleText {
  readonly language: 'eql' | 'kuery';
  readonly query: string;
}

/**
 * @param beside folders whose rules run as well
 * @throws if one of the texts is no rule that runs
 */
export async function rulesOf(texts: readonly RuleText[], beside: readonly string[] = []): Promise<RuleSet> {
  const folder = mkdtempSync(join(tmpdir(), 'harrier-bench-'));
  texts.forEach((text, index) => {
    writeFileSync(join(folder, `rule_${index}.toml`), toml(index, text));
  });
  try {
    const { ruleSet, problems, skipped } = await readyRules({ rules: [...beside, folder] }, auditTarget);
    const wrong = problems.find(({ severity }) => severity === 'error');
    const left = skipped.find(({ name }) => name.startsWith('Benchmark rule'));
    if (wrong !== undefined) throw new Error(wrong.message);
    if (left !== undefined) throw new Error(`${left.name} does not run: ${left.reason}`);
    return ruleSet;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function toml(index: number, { language, query }: RuleText): string {
  return `[metadata]
creation_date = "2026/01/01"
integration = ["kubernetes"]
maturity = "production"
updated_date = "2026/01/01"

[rule]
author = ["Harrier"]
description = "A rule of the benchmark."
index = ["logs-kubernetes.audit_logs-*"]
language = "${language}"
license = "Apache-2.0"
name = "Benchmark rule ${index}"
risk_score = 21
rule_id = "00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}"
severity = "low"
type = "${language === 'eql' ? 'eql' : 'query'}"
query = '''
${query}
'''
`;
}
