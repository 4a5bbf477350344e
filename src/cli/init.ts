/** `harrier init`: a project with settings and rules of one's own. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type Command, ExitCode, UsageError } from './command.ts';
import { dependsOnHarrier, filesOfProject } from './project.ts';
import { shownPath } from './shown-path.ts';
import { explainWriting } from './trouble.ts';
import { parse } from './usage.ts';

const help = `harrier init: a project with settings and rules of your own

Usage: harrier init [DIR]

Writes into DIR (default: the current folder) settings, a rule and exceptions with their tests, a workflow of GitHub for
pull requests, and a package.json that depends on Harrier, unless there is one that does. Nothing that is there is
written over.

Example: harrier init detection
Exit code: 0 written, 1 nothing written: a file is there already, or the folder cannot be written; 2 wrong usage.
`;

async function run(args: readonly string[]): Promise<number> {
  const { positionals } = parse({ args: [...args], options: {}, allowPositionals: true });
  const [folder = '.', ...others] = positionals;
  if (others.length > 0) throw new UsageError('`init` takes one folder');
  const manifest = join(folder, 'package.json');
  const isInstalled = dependsOnHarrier(manifest);
  const files = filesOfProject(folder).filter(({ path }) => path !== 'package.json' || !isInstalled);
  const taken = files.map(({ path }) => join(folder, path)).filter((path) => existsSync(path));
  if (taken.length > 0) {
    for (const path of taken) process.stderr.write(`${shownPath(path)} is there already\n`);
    process.stderr.write(
      taken.includes(manifest)
        ? 'Nothing was written. Give another folder, or run `npm install` with Harrier here first.\n'
        : 'Nothing was written. Give another folder: harrier init DIR\n',
    );
    return ExitCode.unusable;
  }
  try {
    for (const { path, text } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text, { flag: 'wx' });
      process.stdout.write(`${shownPath(join(folder, path))}\n`);
    }
  } catch (error) {
    process.stderr.write(`${shownPath(folder)}: cannot be written: ${explainWriting(error)}\n`);
    return ExitCode.unusable;
  }
  const steps = [
    ...(relative('.', folder) === '' ? [] : [`cd ${shownPath(folder)}`]),
    ...(isInstalled ? [] : ['npm install']),
    'npx harrier test',
    'npx harrier package',
  ];
  process.stderr.write(
    `Write clusters and an address into harrier.yml, then:\n${steps.map((step) => `  ${step}\n`).join('')}`,
  );
  return ExitCode.ran;
}

export const init: Command = {
  name: 'init',
  summary: 'a project with settings and rules of your own',
  help,
  run,
};
