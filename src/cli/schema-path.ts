/** Where the JSON Schemas are that editors know files by (docs/editors.md). */
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { packagePath } from '../project/package-root.ts';

/**
 * @param folder of the file that names the schema
 * @returns the schema's path relative to that folder: of the Harrier that is installed there or, if there is none, of
 * this one
 */
export function schemaPath(folder: string, name: 'rule' | 'tests'): string {
  const schema = `docs/schemas/${name}.schema.json`;
  const path = relative(resolve(folder), installedIn(resolve(folder), schema) ?? packagePath(schema));
  const shown = path.split(sep).join('/');
  return shown.startsWith('.') || shown.startsWith('/') ? shown : `./${shown}`;
}

function installedIn(folder: string, file: string): string | undefined {
  const path = join(folder, 'node_modules/harrier', file);
  if (existsSync(path)) return path;
  return dirname(folder) === folder ? undefined : installedIn(dirname(folder), file);
}
