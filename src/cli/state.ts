/** The store of a run: a file that survives it, or memory that does not. */
import { memoryStore } from '../state/memory.ts';
import type { StateStore } from '../state/store.ts';
import { UsageError } from './command.ts';

/** @throws UsageError if the file is not one of Harrier's */
export async function openState(path: string | undefined): Promise<StateStore & { close(): void }> {
  const clock = Date.now;
  if (path === undefined) return { ...memoryStore({ clock }), close: () => {} };
  // Loaded only where it is asked for: node:sqlite takes its time.
  const { openFileStore, StateFileError } = await import('../state/file.ts');
  try {
    return openFileStore(path, { clock });
  } catch (error) {
    if (error instanceof StateFileError) throw new UsageError(error.message);
    throw error;
  }
}
