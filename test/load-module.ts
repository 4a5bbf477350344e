import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const folder = fileURLToPath(new URL('../build/test/', import.meta.url));

/** The specifier by which modules made in tests import the runtime. */
export const runtime = fileURLToPath(new URL('../src/match/runtime.ts', import.meta.url));

/** The same for documents of any shape, of which empty texts are values. */
export const documentRuntime = fileURLToPath(new URL('../src/match/document-runtime.ts', import.meta.url));

/** Writes a module's text to a file of its own and imports it, as a build does. */
export async function loadModule(text: string): Promise<Record<string, unknown>> {
  mkdirSync(folder, { recursive: true });
  // Modules are cached by path for as long as a process lives, and the removal of the file does not change that.
  // `mkdtemp` makes its names of the clock: once in some thousand runs one came again, and with it the old module.
  const file = join(folder, `module-${randomUUID()}.js`);
  try {
    writeFileSync(file, text);
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(file);
  }
}
