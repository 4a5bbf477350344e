/** A clone of Harrier as git makes it: without dependencies, without a build. */
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Others use what this clone has built, and tests may not touch it. */
export function cloneTo(folder: string): void {
  const left = ['node_modules', '.git', 'build', '.serverless', '.harrier'].map((name) => join(root, name));
  cpSync(root, folder, { recursive: true, filter: (path) => !left.includes(resolve(path)) });
}

/** The environment of a user's shell: without the bin folders of this clone. */
export function userEnvironment(): Record<string, string> {
  const folders = (process.env.PATH ?? '').split(':').filter((folder) => !folder.includes('node_modules'));
  return { PATH: folders.join(':'), HOME: process.env.HOME ?? '', NO_COLOR: '1' };
}
