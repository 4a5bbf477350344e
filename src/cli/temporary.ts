/** Folders for what a command keeps while it runs: logs and rules may be in them, so that they are gone however it ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CannotWriteError } from './trouble.ts';

const folders = new Set<string>();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * @param remedy what to do where the folder cannot be made
 * @param use is given the folder; when it is done, the folder is gone
 * @throws CannotWriteError
 */
export async function withTemporaryFolder<Result>(
  remedy: string,
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = made(remedy);
  watch();
  folders.add(folder);
  try {
    return await use(folder);
  } finally {
    remove(folder);
    unwatch();
  }
}

function made(remedy: string): string {
  try {
    return mkdtempSync(join(tmpdir(), 'harrier-'));
  } catch (error) {
    throw new CannotWriteError(tmpdir(), error, remedy);
  }
}

function remove(folder: string): void {
  folders.delete(folder);
  rmSync(folder, { recursive: true, force: true });
}

function removeAll(): void {
  for (const folder of folders) remove(folder);
}

function watch(): void {
  if (folders.size > 0) return;
  process.on('exit', removeAll);
  // Before others: whether somebody else ends the command is seen while they are still listening.
  for (const signal of signals) process.prependListener(signal, onSignal);
}

function unwatch(): void {
  if (folders.size > 0) return;
  process.off('exit', removeAll);
  for (const signal of signals) process.off(signal, onSignal);
}

/** Ends the process as the signal would have, unless it is somebody else's to end it. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  removeAll();
  process.off(signal, onSignal);
  process.kill(process.pid, signal);
}
