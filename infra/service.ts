/**
 * The folder that osls packages: Harrier's own in a clone, and in a project `.harrier/`, which is made anew each time
 * of what the package has, since osls takes nothing that lies outside of its service.
 */
import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fromSource, packagePath } from '../src/project/package-root.ts';

export interface Service {
  /** Where osls runs; absolute. */
  readonly folder: string;
  /** The rule set module, and the folder of the functions' bundles; absolute. */
  readonly rules: string;
  readonly functions: string;
  /** What osls packages into, below its folder. */
  readonly output: string;
  /** Absolute. */
  readonly template: string;
}

/** @param project the folder with the settings */
export function serviceOf(project: string): Service {
  const folder = isHarrier(project) ? packagePath('.') : join(resolve(project), '.harrier');
  const output = '.serverless';
  return {
    folder,
    rules: join(folder, 'build/rules.js'),
    functions: join(folder, 'build/functions'),
    output,
    template: join(folder, output, 'cloudformation-template-update-stack.json'),
  };
}

/** Whether a folder is the one that Harrier itself is in. */
function isHarrier(folder: string): boolean {
  return resolve(folder) === resolve(packagePath('.'));
}

/**
 * Puts what osls reads into the folder of a project's service.
 * @param settings absolute paths, which osls has to find from there
 */
export function stage({ folder, functions }: Service, settings: readonly string[]): void {
  rmSync(functions, { recursive: true, force: true });
  if (isHarrier(folder)) return;
  const from = packagePath('.');
  for (const path of globSync(['serverless.yml', 'infra/*.yml', 'infra/**/*.cjs'], { cwd: from })) {
    const to = join(folder, path);
    mkdirSync(dirname(to), { recursive: true });
    if (path.endsWith('.cjs')) writeFileSync(to, relayed(path, settings));
    else copyFileSync(join(from, path), to);
  }
  // Whatever the project's own says.
  writeFileSync(join(folder, '.gitignore'), '*\n');
}

/** What osls loads, with the modules that it requires where they are. */
function relayed(path: string, settings: readonly string[]): string {
  const source = readFileSync(packagePath(path), 'utf8').replace(
    /require\('(\.[^']+)\.ts'\)/g,
    (_, module: string) => {
      const at = join(dirname(path), module);
      return `require(${JSON.stringify(packagePath(fromSource ? `${at}.ts` : `build/${at}.js`))})`;
    },
  );
  return `process.env.HARRIER_SETTINGS ??= ${JSON.stringify(settings.join(delimiter))};\n${source}`;
}
