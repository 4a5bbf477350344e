/** The settings that a command of the command line takes: which files they are, and what they say about rules. */
import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import type { LocatedProblem } from '../compile/problem.ts';
import { readSource } from '../compile/rules/read.ts';
import { readTuning } from '../compile/tuning/read-tuning.ts';
import { noTuning, type Tuning } from '../compile/tuning/tuning.ts';
import { packagePath } from './package-root.ts';

/** The first is kept by git, the second is the user's own and has precedence. */
const names = ['harrier.yml', 'harrier.local.yml'] as const;

/**
 * The settings of the folder that a command is started in or, if there are none, of Harrier's own. `HARRIER_SETTINGS`
 * in the environment names others.
 * @returns absolute paths, that with the lowest precedence first
 */
export function settingsFiles(folder = process.cwd()): readonly string[] {
  const named = process.env.HARRIER_SETTINGS;
  if (named !== undefined && named !== '') return named.split(delimiter).map((path) => resolve(path));
  const here = filesIn(folder);
  return here.length > 0 ? here : filesIn(packagePath('.'));
}

/** Whether a folder has settings of its own, or the environment names some. */
export function hasSettings(folder: string): boolean {
  return (process.env.HARRIER_SETTINGS ?? '') !== '' || filesIn(folder).length > 0;
}

function filesIn(folder: string): readonly string[] {
  return names.map((name) => join(resolve(folder), name)).filter((path) => existsSync(path));
}

/**
 * What settings say about rules. A list in a file takes the place of the same list in those before it.
 * @param paths as settingsFiles gives them
 */
export function tuningOf(paths: readonly string[]): {
  readonly tuning: Tuning;
  readonly problems: readonly LocatedProblem[];
  /** Whether rules that are named may be missing for one of the problems. */
  readonly incomplete: boolean;
} {
  const problems: LocatedProblem[] = [];
  let tuning = noTuning;
  let incomplete = false;
  for (const path of paths) {
    const file = readSource(path);
    if ('problem' in file) {
      problems.push(file.problem);
      incomplete = true;
      continue;
    }
    const read = readTuning(file);
    problems.push(...read.problems);
    tuning = { ...tuning, ...read.tuning };
    incomplete ||= read.incomplete;
  }
  return { tuning, problems, incomplete };
}
