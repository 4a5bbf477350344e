/** Paths on the command line to deliveries. */
import { createReadStream, readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { visible } from '../text/visible.ts';

export interface Input {
  /** As shown to people and kept as the events' source. */
  readonly name: string;
  /** Bytes as stored; undefined where that is not known before the end. */
  readonly size?: number;
  /** Set if it is a file. */
  readonly path?: string;
  open(): AsyncIterable<Uint8Array>;
}

/** A path that could not be used. */
export interface InputProblem {
  readonly path: string;
  readonly message: string;
}

/** @returns a line for each */
export function renderInputProblems(problems: readonly InputProblem[]): string {
  return problems.map(({ path, message }) => `${visible(path)}: ${visible(message)}\n`).join('');
}

/**
 * @param paths files, folders (all files below them, by name, also behind links; hidden ones left out), and `-` for
 * standard input
 */
export function findInputs(paths: readonly string[]): {
  inputs: readonly Input[];
  problems: readonly InputProblem[];
} {
  const inputs: Input[] = [];
  const problems: InputProblem[] = [];
  for (const path of paths) {
    if (path === '-') {
      inputs.push({ name: 'standard input', open: () => process.stdin });
      continue;
    }
    const before = problems.length;
    const files = filesOf(path, problems);
    if (files.length === 0 && problems.length === before)
      problems.push({ path, message: 'the folder has no files' });
    inputs.push(...files);
  }
  return { inputs, problems };
}

/**
 * What cannot be looked at, such as a link to nowhere, costs itself alone.
 * @param entered the folders that were looked into: one that several links lead to is looked into once. Empty for a
 * path that was named
 */
function filesOf(path: string, problems: InputProblem[], entered: Set<string> = new Set()): readonly Input[] {
  try {
    const stat = statSync(path);
    if (stat.isFile()) return [fileAt(path, { size: stat.size })];
    if (!stat.isDirectory()) {
      // A pipe that is named (`<(zcat …)`) has somebody who writes to it. One that lies in a folder may wait forever.
      if (entered.size === 0) return [fileAt(path, {})];
      problems.push({ path, message: 'it is no file; a pipe is read where it is named itself' });
      return [];
    }
    const real = realpathSync(path);
    if (entered.has(real)) return [];
    entered.add(real);
    const names = readdirSync(path).filter((name) => !name.startsWith('.'));
    return names.sort().flatMap((name) => filesOf(join(path, name), problems, entered));
  } catch (error) {
    problems.push({ path, message: explain(error) });
    return [];
  }
}

function fileAt(path: string, known: Pick<Input, 'size'>): Input {
  return { name: path, path, ...known, open: () => createReadStream(path, { highWaterMark: 1 << 20 }) };
}

/** What went wrong with a file, without the system call's name. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'no such file or folder';
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be read';
  if (code === 'ELOOP') return 'links lead in a circle';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EEXIST' || code === 'ENOTDIR') return 'a file is in the place of a folder';
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'no space is left on the device';
  if (code === 'EFBIG') return 'it would be larger than a file may be here (`ulimit -f`)';
  if (code === 'EROFS') return 'the file system is read-only';
  return error.message;
}
