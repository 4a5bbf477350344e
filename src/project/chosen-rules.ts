/** The rules that a project has: the bundled ones and what its settings say. */
import { relative } from 'node:path';
import { type LoadedRules, loadRules } from '../compile/rules/load.ts';
import { namespacesOf, profileProblems } from '../compile/tuning/profiles.ts';
import { tune } from '../compile/tuning/tune.ts';
import { packagePath } from './package-root.ts';
import { settingsFiles, tuningOf } from './settings.ts';

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
  const { tuning, problems, incomplete } = tuningOf(settings ?? settingsFiles());
  const profiles = namespacesOf(tuning.profiles);
  const loaded = loadRules([bundledRules, ...tuning.rules], { replaceable: bundledRules, profiles });
  const unread = incomplete || loaded.problems.some(({ severity }) => severity === 'error');
  const tuned = tune(loaded.rules, tuning, unread);
  const unknown = unread ? [] : profileProblems(tuning.profiles, loaded.profiles);
  return {
    ...loaded,
    ...tuned,
    on: profiles,
    problems: [...problems, ...loaded.problems, ...tuned.problems, ...unknown],
  };
}
