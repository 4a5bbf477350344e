/** The store of a run: a file that survives it, or memory that does not. */
import { memoryStore } from '../state/memory.ts';
import type { StateStore } from '../state/store.ts';

/** @throws StateFileError if the file cannot hold state */
export async function openState(path: string | undefined): Promise<StateStore & { close(): void }> {
  const clock = Date.now;
  if (path === undefined) return { ...memoryStore({ clock }), close: () => {} };
  // Loaded only where it is asked for: node:sqlite takes its time.
  const { openFileStore } = await import('../state/file.ts');
  return openFileStore(path, { clock });
}
