import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { harrier, type Ran } from './harrier.ts';
import { workspace } from './workspace.ts';

const shown = (args: string, { code, stdout, stderr }: Ran): string =>
  `$ harrier ${args}\n${stdout}${stderr}[exit code ${code}]\n`;

it('harrier init makes a project, and writes over nothing', async () => {
  const cwd = workspace({});
  mkdirSync(join(cwd, 'other'));
  writeFileSync(join(cwd, 'other/package.json'), '{ "dependencies": { "left-pad": "1" } }');
  mkdirSync(join(cwd, 'installed'));
  writeFileSync(join(cwd, 'installed/package.json'), '{ "dependencies": { "harrier": "0.1.0" } }');
  const said: string[] = [];
  // One after the other: the second is there already.
  for (const args of [
    'init detection',
    'init detection',
    'init other',
    'init installed',
    'init other/package.json',
  ])
    said.push(shown(args, await harrier(args.split(' '), { cwd })));
  await expect(said.join('\n')).toMatchFileSnapshot('golden/init.txt');
  expect(readFileSync(join(cwd, 'other/package.json'), 'utf8')).toContain('left-pad');
});

it('what it makes is right: tests, lint, settings', async () => {
  const cwd = workspace({});
  await harrier(['init'], { cwd });
  expect(await harrier(['test', '--strict'], { cwd })).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\d+ rules, [\d,]+ cases: [\d,]+ passed, 0 failed\n$/),
    stderr: '',
  });
  expect(await harrier(['lint', '--strict'], { cwd })).toMatchObject({ code: 0 });
  const { rules, clusters } = parse(readFileSync(join(cwd, 'harrier.yml'), 'utf8'));
  expect({ rules, clusters }).toEqual({ rules: ['rules'], clusters: [] });
});

it('gives each project an id of its own for the example', async () => {
  const cwd = workspace({});
  const ids: string[] = [];
  for (const name of ['a', 'b']) {
    await harrier(['init', name], { cwd });
    ids.push(
      /^rule_id = .*/m.exec(readFileSync(join(cwd, name, 'rules/exec_in_payments.toml'), 'utf8'))?.[0] ?? '',
    );
  }
  expect(ids[0]).not.toBe(ids[1]);
});
