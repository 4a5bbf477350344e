/** Paths -> the rule files they stand for. */
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { LocatedProblem } from '../problem.ts';
import { unreadable } from './read.ts';

export interface FoundFile {
  /** As the user named it, or below the folder as the user named that. */
  readonly path: string;
  /** Relative to the folder it was found in, with `/`; of a file that was named itself, its name. */
  readonly source: string;
  /** The path by which it was found. */
  readonly root: string;
}

/**
 * Finds rule files: a file stands for itself; a folder for every `*.toml` in it at any depth, except below names
 * that begin with a dot. A file that several paths lead to is found once, by the first. Links are followed.
 * @returns files by path in each folder, in the order of code units, so that the order is the same on every machine
 */
export function findRuleFiles(paths: readonly string[]): {
  readonly files: readonly FoundFile[];
  readonly problems: readonly LocatedProblem[];
} {
  const files: FoundFile[] = [];
  const problems: LocatedProblem[] = [];
  const seen = new Set<string>();
  /** @returns whether there is a rule file at or below `path` */
  const visit = (root: string, path: string, source: string, named: boolean): boolean => {
    try {
      const folder = statSync(path).isDirectory();
      if (!folder && !named && !path.endsWith('.toml')) return false;
      const real = realpathSync(path);
      if (seen.has(real)) return true;
      seen.add(real);
      if (!folder) {
        files.push({ path, source: source || basename(path), root });
        return true;
      }
      const names = readdirSync(path).filter((name) => !name.startsWith('.'));
      const found = names
        .sort(byCodeUnits)
        .map((name) => visit(root, join(path, name), source === '' ? name : `${source}/${name}`, false));
      if (named && !found.includes(true)) problems.push(noRules(path));
      return found.includes(true);
    } catch (error) {
      problems.push(unreadable(path, error));
      return true;
    }
  };
  for (const path of paths) visit(path, path, '', true);
  return { files, problems };
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The problem of a path below which there is no rule. */
export function noRules(path: string): LocatedProblem {
  return {
    file: { path, text: '' },
    severity: 'error',
    code: 'no-rules',
    message: 'there is no rule here',
    hint: 'of a folder, the files whose names end in .toml are read',
  };
}
