/** Rules for tests of correlations, compiled as a build compiles them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileRules } from '../../src/compile/compile.ts';
import { renderProblems } from '../../src/compile/problem.ts';
import { loadRules } from '../../src/compile/rules/load.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import { auditTarget } from '../../src/source/audit/target.ts';
import type { Target } from '../../src/source/target.ts';
import { loadModule, runtime } from '../load-module.ts';

/** A rule on every get of a secret. `keys` are its type's, as TOML below `[rule]`. */
export function ruleToml(type: string, keys = '', number = 1): string {
  return `[rule]
author = ["Harrier"]
description = "A rule for tests."
index = ["logs-kubernetes.audit_logs-*"]
language = "kuery"
name = "Test rule ${number}"
query = "kubernetes.audit.objectRef.resource: secrets and kubernetes.audit.verb: get"
risk_score = 47
rule_id = "00000000-0000-4000-8000-${String(number).padStart(12, '0')}"
severity = "medium"
type = "${type}"
${keys}
`;
}

/** A rule of an EQL query. `keys` are further ones, as TOML below `[rule]`. */
export function sequenceToml(query: string, keys = '', number = 1): string {
  return ruleToml('eql', keys, number)
    .replace('language = "kuery"', 'language = "eql"')
    .replace(/^query = .*$/m, () => `query = """${query}"""`);
}

/** A rule of an ES|QL query. `keys` are further ones, as TOML below `[rule]`. */
export function esqlToml(query: string, keys = '', number = 1): string {
  return ruleToml('esql', keys, number)
    .replace('language = "kuery"', 'language = "esql"')
    .replace(/^index = .*\n/m, '')
    .replace(/^query = .*$/m, () => `query = '''${query}'''`);
}

/**
 * @param options `allow`: codes of warnings that are no fault
 * @throws if a rule has a problem or cannot run
 */
export async function compiledRules(
  tomls: readonly string[],
  target: Target = auditTarget,
  { allow = [] }: { readonly allow?: readonly string[] } = {},
): Promise<RuleSet> {
  const folder = mkdtempSync(join(tmpdir(), 'harrier-rules-'));
  try {
    tomls.forEach((toml, index) => {
      writeFileSync(join(folder, `rule-${index}.toml`), toml);
    });
    const loaded = loadRules([folder]);
    const compiled = compileRules(loaded.rules, { target, runtime });
    const problems = renderProblems(
      [...loaded.problems, ...compiled.problems].filter(({ code }) => !allow.includes(code)),
    );
    const skipped = compiled.skipped.map(({ name, reason }) => `${name}: ${reason}`);
    if (problems !== '' || skipped.length > 0) throw new Error([problems, ...skipped].join('\n'));
    const { ruleSet } = (await loadModule(compiled.module)) as { ruleSet: RuleSet };
    return ruleSet;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
