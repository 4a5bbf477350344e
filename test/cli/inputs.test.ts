/** Which files a path stands for. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findInputs } from '../../src/cli/inputs.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'harrier-inputs-'));
  mkdirSync(join(folder, 'a'));
  for (const name of ['a/2.json', 'a/10.json', 'b.json', '.hidden.json'])
    writeFileSync(join(folder, name), '');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Of the files that are found below the folder, with what is wrong. */
function found(...paths: readonly string[]): readonly string[] {
  const { inputs, problems } = findInputs(paths.map((path) => join(folder, path)));
  const below = (path: string) => path.replace(`${folder}/`, '');
  return [
    ...inputs.map(({ name }) => below(name)),
    ...problems.map(({ path, message }) => `${below(path)}: ${message}`),
  ];
}

it('are all below a folder, by name, without hidden ones', () => {
  expect(found('.')).toEqual(['a/10.json', 'a/2.json', 'b.json']);
  expect(found('b.json', 'a')).toEqual(['b.json', 'a/10.json', 'a/2.json']);
});

it('are found once, wherever links lead', () => {
  symlinkSync('..', join(folder, 'a/one'));
  symlinkSync('..', join(folder, 'a/other'));
  symlinkSync('a', join(folder, 'c'));
  expect(found('.')).toEqual(['a/10.json', 'a/2.json', 'b.json']);
  expect(found('c')).toEqual(['c/10.json', 'c/2.json', 'c/one/b.json']);
});

it('cost themselves alone where they cannot be looked at', () => {
  symlinkSync('nowhere', join(folder, 'a/3.json'));
  symlinkSync('self', join(folder, 'a/self'));
  expect(found('a')).toEqual([
    'a/10.json',
    'a/2.json',
    'a/3.json: no such file or folder',
    'a/self: links lead in a circle',
  ]);
  spawnSync('mkfifo', [join(folder, 'a/4.json')]);
  expect(found('a')).toContain('a/4.json: it is no file; a pipe is read where it is named itself');
  expect(found('a/4.json')).toEqual(['a/4.json']);
  mkdirSync(join(folder, 'empty'));
  expect(found('empty')).toEqual(['empty: the folder has no files']);
});
