/** Puts what the tests of a run leave in the folder for temporary files into one folder, which goes with the run. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'harrier-tests-';

/** Vitest calls it before the tests' processes are started, which inherit the environment: once for each project. */
export function setup(): () => void {
  const mine = `${prefix}${process.pid}`;
  if (tmpdir().endsWith(mine)) return () => {};
  // A run that was killed could not clear up.
  for (const name of readdirSync(tmpdir())) {
    if (name.startsWith(prefix) && !isRunning(Number(name.slice(prefix.length))))
      remove(join(tmpdir(), name));
  }
  const folder = join(tmpdir(), mine);
  mkdirSync(folder, { recursive: true });
  process.env.TMPDIR = folder;
  return () => remove(folder);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's runs, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
