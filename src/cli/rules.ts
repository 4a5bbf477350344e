/** Rules for a run of the command line: loaded, compiled and imported. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileRules, type SkippedRule } from '../compile/compile.ts';
import type { LocatedProblem } from '../compile/problem.ts';
import { loadRules } from '../compile/rules/load.ts';
import type { RuleSet } from '../match/rule-set.ts';
import type { EventFormat } from '../signal.ts';
import { packagePath, runtimeUrl } from './package-root.ts';

export interface ReadyRules {
  readonly ruleSet: RuleSet;
  readonly skipped: readonly SkippedRule[];
  readonly problems: readonly LocatedProblem[];
}

/** Where the bundled rules are. */
export const bundledRules = packagePath('rules');

/**
 * @param paths files and folders of rules
 * @param format what they will be matched against
 */
export async function readyRules(paths: readonly string[], format: EventFormat): Promise<ReadyRules> {
  const loaded = loadRules(paths);
  const compiled = compileRules(loaded.rules, { reader: format, runtime: runtimeUrl });
  const ruleSet = await importRuleSet(compiled.module);
  return { ruleSet, skipped: compiled.skipped, problems: [...loaded.problems, ...compiled.problems] };
}

/** Runs the module as a build would: from a file of its own, which is gone afterwards. */
async function importRuleSet(module: string): Promise<RuleSet> {
  const folder = mkdtempSync(join(tmpdir(), 'harrier-'));
  try {
    const file = join(folder, 'rules.mjs');
    writeFileSync(file, module);
    return (await import(pathToFileURL(file).href)).ruleSet;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
