/** The files of a project that depends on Harrier; docs/project/ has them as they are written. */
import { randomUUID } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fromSource, packagePath } from '../project/package-root.ts';

export interface ProjectFile {
  /** Relative to the project. */
  readonly path: string;
  readonly text: string;
}

/** @param folder where they go */
export function filesOfProject(folder: string): readonly ProjectFile[] {
  const template = packagePath('docs/project');
  const paths = globSync('**', { cwd: template }).filter((path) => statSync(join(template, path)).isFile());
  const files = paths.map((path) => ({
    // npm would read the one as its own, and many tools pass over the other.
    path: path.replace(/^(?=gitignore$|github[\\/])/, '.'),
    text: withOwnId(readFileSync(join(template, path), 'utf8')),
  }));
  return [...files, { path: 'package.json', text: manifest(folder) }].toSorted((a, b) =>
    a.path < b.path ? -1 : 1,
  );
}

/** Ids of rules are for good, so that of the example is nobody else's. */
function withOwnId(text: string): string {
  return text.replace(/^rule_id = ".*"$/m, `rule_id = "${randomUUID()}"`);
}

/** @param path of a package.json */
export function dependsOnHarrier(path: string): boolean {
  return specIn(path) !== undefined;
}

function manifest(folder: string): string {
  const name = basename(resolve(folder))
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  const project = {
    name: name === '' ? 'detection' : name,
    private: true,
    dependencies: { harrier: specFor(folder) },
    // Whose scripts npm may run when it installs: a bundler, and the Node that Harrier was tested with.
    allowScripts: { esbuild: true, node: true, 'es5-ext': false },
  };
  return `${JSON.stringify(project, null, 2)}\n`;
}

/** What a project depends on: this Harrier, by the way that it came here. */
function specFor(folder: string): string {
  if (fromSource) return fileSpec(folder, packagePath('.'));
  for (let above = resolve('.'); ; above = dirname(above)) {
    const spec = specIn(join(above, 'package.json'));
    const file = /^file:(.*)$/.exec(spec ?? '')?.[1];
    if (file !== undefined) return fileSpec(folder, resolve(above, file));
    if (spec !== undefined) return spec;
    if (dirname(above) === above) break;
  }
  return `^${(JSON.parse(readFileSync(packagePath('package.json'), 'utf8')) as { version: string }).version}`;
}

function fileSpec(folder: string, path: string): string {
  const short = relative(resolve(folder), path);
  return `file:${(isAbsolute(short) ? path : short).split(sep).join('/').replace(/\/$/, '')}`;
}

function specIn(path: string): string | undefined {
  let read: {
    readonly dependencies?: Record<string, string>;
    readonly devDependencies?: Record<string, string>;
  };
  try {
    read = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
  return read.dependencies?.harrier ?? read.devDependencies?.harrier;
}
