/** Rules for a run of the command line: loaded, compiled and imported. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileRules, type SkippedRule } from '../compile/compile.ts';
import { unexpired } from '../compile/exceptions/expire.ts';
import type { LocatedProblem } from '../compile/problem.ts';
import { loadRules } from '../compile/rules/load.ts';
import type { RuleSet } from '../match/rule-set.ts';
import type { EventFormat } from '../signal.ts';
import { packagePath, runtimeUrl } from './package-root.ts';
import { CannotWriteError } from './trouble.ts';

export interface ReadyRules {
  readonly ruleSet: RuleSet;
  readonly skipped: readonly SkippedRule[];
  /** How many exceptions are applied. */
  readonly exceptions: number;
  readonly problems: readonly LocatedProblem[];
}

/** Where the bundled rules are. */
export const bundledRules = packagePath('rules');

/**
 * @param paths files and folders of rules and exceptions; of paths other than the bundled rules, the exceptions may be
 * for rules that are elsewhere
 * @param format what they will be matched against
 */
export async function readyRules(paths: readonly string[], format: EventFormat): Promise<ReadyRules> {
  const loaded = loadRules(paths, { selection: paths.some((path) => path !== bundledRules) });
  const current = unexpired(loaded.exceptions, today());
  const { exceptions } = current;
  const compiled = compileRules(loaded.rules, { reader: format, runtime: runtimeUrl, exceptions });
  const ruleSet = await importRuleSet(compiled.module);
  const problems = [...loaded.problems, ...current.problems, ...compiled.problems];
  return { ruleSet, skipped: compiled.skipped, exceptions: compiled.exceptions, problems };
}

/** The day (UTC) by which exceptions expire. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Runs the module as a build would: from a file of its own, which is gone afterwards. */
async function importRuleSet(module: string): Promise<RuleSet> {
  const folder = madeFolder();
  try {
    const file = join(folder, 'rules.mjs');
    try {
      writeFileSync(file, module);
    } catch (error) {
      throw new CannotWriteError(file, error, remedy);
    }
    return (await import(pathToFileURL(file).href)).ruleSet;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const remedy = 'compiled rules go through the folder for temporary files; name another one in TMPDIR';

/** @throws CannotWriteError */
function madeFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'harrier-'));
  } catch (error) {
    throw new CannotWriteError(tmpdir(), error, remedy);
  }
}
