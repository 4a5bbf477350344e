/** Rules for a run of the command line: loaded, compiled and imported. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileRules, type SkippedRule } from '../compile/compile.ts';
import { unexpired } from '../compile/exceptions/expire.ts';
import type { LocatedProblem } from '../compile/problem.ts';
import { type LoadedRules, loadRules } from '../compile/rules/load.ts';
import { namespacesOf, profileProblems } from '../compile/tuning/profiles.ts';
import { tune } from '../compile/tuning/tune.ts';
import type { RuleSets } from '../match/rule-set.ts';
import type { Target } from '../source/target.ts';
import { packagePath, runtimeUrl } from './package-root.ts';
import { settingsFiles, tuningOf } from './settings.ts';
import { CannotWriteError } from './trouble.ts';

export interface ChosenRules extends LoadedRules {
  /** Names of those that the settings have off, and of those of which they say something otherwise. */
  readonly disabled: readonly string[];
  readonly overridden: readonly string[];
  /** The profiles that are on, each with the namespace that the settings give it. */
  readonly on: ReadonlyMap<string, string | undefined>;
}

export interface RuleOptions {
  /** Files and folders: these alone. */
  readonly rules?: readonly string[] | undefined;
  /** Files of settings, in place of those that are found. */
  readonly settings?: readonly string[] | undefined;
}

export interface ReadyRules extends RuleSets {
  readonly skipped: readonly SkippedRule[];
  /** How many exceptions are applied. */
  readonly exceptions: number;
  readonly problems: readonly LocatedProblem[];
}

/** Where the bundled rules are. */
export const bundledRules = packagePath('rules');

/** @param path of a rule's file */
export function isBundled(path: string): boolean {
  return !relative(bundledRules, path).startsWith('..');
}

/**
 * The rules that a command is about: those that are named, or those that a deployment has, which are the bundled ones
 * and what the settings say.
 */
export function chosenRules({ rules: paths, settings }: RuleOptions): ChosenRules {
  // The exceptions of named files may be for rules that are elsewhere.
  const selection = paths?.some((path) => path !== bundledRules) ?? false;
  if (paths !== undefined)
    return { ...loadRules(paths, { selection }), disabled: [], overridden: [], on: new Map() };
  const { tuning, problems } = tuningOf(settings ?? settingsFiles());
  const profiles = namespacesOf(tuning.profiles);
  const loaded = loadRules([bundledRules, ...tuning.rules], { replaceable: bundledRules, profiles });
  const unread = problems.length > 0 || loaded.problems.some(({ severity }) => severity === 'error');
  const tuned = tune(loaded.rules, tuning, unread);
  const unknown = unread ? [] : profileProblems(tuning.profiles, loaded.profiles);
  return {
    ...loaded,
    ...tuned,
    on: profiles,
    problems: [...problems, ...loaded.problems, ...tuned.problems, ...unknown],
  };
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
export async function importRuleSets(module: string): Promise<RuleSets> {
  const folder = madeFolder();
  try {
    // Modules are cached by path, and the names of temporary folders come again.
    const file = join(folder, `rules-${randomUUID()}.mjs`);
    try {
      writeFileSync(file, module);
    } catch (error) {
      throw new CannotWriteError(file, error, remedy);
    }
    return await import(pathToFileURL(file).href);
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
