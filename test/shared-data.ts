import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../shared/data/', import.meta.url));

/**
 * Third-party test data, which lies beside a checkout and is no part of it.
 * @returns the path of a file or folder of it; undefined where it is absent, with the reason printed
 */
export function sharedData(path: string): string | undefined {
  const full = folder + path;
  if (existsSync(full)) return full;
  console.warn(`skipped: the third-party test data ${path} is not beside this checkout (../shared/data)`);
  return undefined;
}
