import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const folder = fileURLToPath(new URL('../build/test/', import.meta.url));

/** The specifier by which modules made in tests import the runtime. */
export const runtime = fileURLToPath(new URL('../src/match/runtime.ts', import.meta.url));

/** Writes a module's text to a file of its own and imports it, as a build does. */
export async function loadModule(text: string): Promise<Record<string, unknown>> {
  mkdirSync(folder, { recursive: true });
  const own = mkdtempSync(join(folder, 'module-'));
  try {
    const file = join(own, 'module.js');
    writeFileSync(file, text);
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(own, { recursive: true });
  }
}
