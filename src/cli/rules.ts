/** Rules for a run of the command line: loaded, compiled and imported. */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileRules, type SkippedRule } from '../compile/compile.ts';
import { unexpired } from '../compile/exceptions/expire.ts';
import type { LocatedProblem } from '../compile/problem.ts';
import type { RuleSets } from '../match/rule-set.ts';
import { chosenRules, type RuleOptions } from '../project/chosen-rules.ts';
import { runtimeUrl } from '../project/package-root.ts';
import type { Target } from '../source/target.ts';
import { withTemporaryFolder } from './temporary.ts';
import { CannotWriteError } from './trouble.ts';

export interface ReadyRules extends RuleSets {
  readonly skipped: readonly SkippedRule[];
  /** How many exceptions are applied. */
  readonly exceptions: number;
  readonly problems: readonly LocatedProblem[];
}

/** @param target what the rules will be matched against */
export async function readyRules(options: RuleOptions, target: Target): Promise<ReadyRules> {
  const loaded = chosenRules(options);
  const current = unexpired(loaded.exceptions, today());
  const { exceptions } = current;
  const compiled = compileRules(loaded.rules, { target, runtime: runtimeUrl, exceptions });
  const ruleSets = await importRuleSets(compiled.module);
  const problems = [...loaded.problems, ...current.problems, ...compiled.problems];
  return { ...ruleSets, skipped: compiled.skipped, exceptions: compiled.exceptions, problems };
}

/** The day (UTC) by which exceptions expire. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/**
 * Runs the module as a build would: from a file of its own, which is gone afterwards.
 * @throws CannotWriteError
 */
export function importRuleSets(module: string): Promise<RuleSets> {
  return withTemporaryFolder(remedy, async (folder) => {
    // Modules are cached by path, and the names of temporary folders come again.
    const file = join(folder, `rules-${randomUUID()}.mjs`);
    try {
      writeFileSync(file, module);
    } catch (error) {
      throw new CannotWriteError(file, error, remedy);
    }
    return await import(pathToFileURL(file).href);
  });
}

const remedy = 'compiled rules go through the folder for temporary files; name another one in TMPDIR';
