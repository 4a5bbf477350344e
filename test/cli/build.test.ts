import { existsSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { RuleSet } from '../../src/match/rule-set.ts';
import { sharedData } from '../shared-data.ts';
import { harrier } from './harrier.ts';
import { execRule, rule, workspace } from './workspace.ts';

const as = (type: string, language: string, name: string, query: string): string =>
  rule({ name, query }).replace(
    'type = "query"\nlanguage = "kuery"',
    `type = "${type}"\nlanguage = "${language}"`,
  );

/** A folder as others publish them: rules that can run among those of kinds that cannot. */
const mixed = {
  'mixed/exec.toml': execRule,
  'mixed/single.toml': as('eql', 'eql', 'Single event', 'any where kubernetes.audit.verb == "get"'),
  'mixed/sample.toml': as('eql', 'eql', 'Sample', 'sample by user.name [any where true] [any where true]'),
  'mixed/learning.toml': rule({ name: 'Learning', query: '' })
    .replace(/^(type|language|index) = .*\n/gm, '')
    .replace(
      /query = '''\n\n'''\n/,
      'type = "machine_learning"\nanomaly_threshold = 50\nmachine_learning_job_id = "unusual"\n',
    ),
  ...Object.fromEntries(
    [1, 2, 3, 4, 5, 6, 7].map((number) => [
      `mixed/sample-${number}.toml`,
      as('eql', 'eql', `Sample ${number}`, 'sample by user.name [any where true] [any where true]'),
    ]),
  ),
};

const cwd = workspace({
  ...mixed,
  'rules/b.toml': execRule,
  'rules/a.toml': rule({ name: 'Get', query: 'event.action:get' }),
  'bad.toml': rule({ name: 'Bad', query: 'event.acton:get' }),
  'disabled.toml': rule({ name: 'Disabled', query: '*', more: 'enabled = false\n' }),
  'kept.js': 'what was here before',
  'a-file': '',
});

/** The module as it was written, but for where it finds what it runs on. */
async function ruleSetOf(path: string): Promise<RuleSet> {
  const copy = join(cwd, path.replace(/\.js$/, '-here.mjs'));
  const here = (file: string) => pathToFileURL(join(import.meta.dirname, '../../src/match', file)).href;
  const files = ['runtime.ts', 'esql-runtime.ts'];
  const text = files.reduce((module, file) => module.replace(`../src/match/${file}`, here(file)), read(path));
  writeFileSync(copy, text);
  return (await import(pathToFileURL(copy).href)).ruleSet;
}

const leftOut = (heading: string): string => `9 rules ${heading}
  8: EQL samples cannot be run yet
${[1, 2, 3, 4, 5, 6, 7].map((number) => `    mixed/sample-${number}.toml\n`).join('')}    mixed/sample.toml
  1: rules of type machine_learning cannot be run yet
    mixed/learning.toml
`;

const build = (...args: readonly string[]) => harrier(['build', ...args], { cwd });
const read = (path: string): string => readFileSync(join(cwd, path), 'utf8');

describe('harrier build', () => {
  it('writes a module with the rules, and its types', async () => {
    const { code, stdout, stderr } = await build('--rules', 'rules', '--out', 'new/folder/rules.js');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain('2 rules compiled to ');
    expect(read('new/folder/rules.js')).toContain('from "../src/match/runtime.ts"');
    expect(read('new/folder/rules.d.ts')).toContain('export declare const ruleSet: RuleSet;');
  });

  it('writes the bundled rules, if not told otherwise, as a module that works', async () => {
    const { code } = await build('--out', 'bundled.js');
    expect(code).toBe(0);
    const ruleSet = await ruleSetOf('bundled.js');
    expect(ruleSet.rules.length).toBeGreaterThan(20);
  });

  it('writes the same bytes again', async () => {
    await build('--rules', 'rules', '--out', 'once.js');
    await build('--rules', 'rules', '--out', 'twice.js');
    expect(read('twice.js')).toBe(read('once.js'));
  });

  it('leaves out what cannot run, all of it listed by its path with the reason', async () => {
    const { code, stderr } = await build('--rules', 'mixed', '--out', 'mixed.js');
    expect(code).toBe(0);
    const out = join(realpathSync(cwd), 'mixed.js');
    expect(stderr).toBe(`${leftOut('left out')}2 rules compiled to ${out}; 9 rules left out\n`);
    expect((await ruleSetOf('mixed.js')).rules.map(({ rule: { name } }) => name)).toEqual([
      'Exec',
      'Single event',
    ]);
  });

  it('takes what cannot run for an error, if told to be strict', async () => {
    const { code, stderr } = await build('--strict', '--rules', 'mixed', '--out', 'kept.js');
    expect(code).toBe(1);
    expect(stderr).toBe(
      `${leftOut('cannot run, which `--strict` makes an error')}No rule set was written.\n`,
    );
    expect(read('kept.js')).toBe('what was here before');
  });

  it('has nothing against rules that can run, if told to be strict', async () => {
    const { code, stderr } = await build('--strict', '--rules', 'rules', '--out', 'strict.js');
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `2 rules compiled to ${join(realpathSync(cwd), 'strict.js')}\n`,
    });
  });

  it.each([
    ['bad.toml', 'error[unknown-field]'],
    ['missing.toml', 'error[no-such-path]'],
  ])('writes nothing for %s, whatever else there is', async (path, why) => {
    const { code, stderr } = await build('--rules', 'mixed', '--rules', path, '--out', 'kept.js');
    expect(code).toBe(1);
    expect(stderr).toContain(why);
    expect(stderr.endsWith('No rule set was written.\n')).toBe(true);
    expect(read('kept.js')).toBe('what was here before');
    expect(existsSync(join(cwd, 'kept.d.ts'))).toBe(false);
  });

  it('writes nothing if there is no rule that can run: it would watch nothing', async () => {
    const { code, stderr } = await build('--rules', 'disabled.toml', '--out', 'kept.js');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `1 rule left out
  1: it is disabled (\`enabled = false\`)
    disabled.toml
There is no rule that can run.
No rule set was written.
`,
    });
    expect(read('kept.js')).toBe('what was here before');
  });

  it('says where it cannot write', async () => {
    const { code, stderr } = await build('--rules', 'rules', '--out', 'a-file/rules.js');
    expect(code).toBe(1);
    expect(stderr).toMatch(/a-file\/rules\.js: cannot be written: a file is in the place of a folder\n$/);
  });
});

const elastic = sharedData('elastic-rules');

describe.runIf(elastic)('harrier build of Elastic’s folders as they are', () => {
  it.each(['kubernetes', 'eks', 'seed'])('%s: every rule is built or listed', async (folder) => {
    const path = join(elastic ?? '', folder);
    const files = readdirSync(path).filter((name) => name.endsWith('.toml'));
    const { code, stderr } = await build('--rules', path, '--out', `${folder}.js`);
    expect(code).toBe(0);
    const built = (await ruleSetOf(`${folder}.js`)).rules.map(({ rule: of }) => basename(of.source));
    const listed = [...stderr.matchAll(/^ {4}(\/.+\.toml)$/gm)].map(([, each = '']) => basename(each));
    expect(built.length).toBeGreaterThan(listed.length);
    expect([...built, ...listed].toSorted()).toEqual(files.toSorted());

    const strict = await build('--strict', '--rules', path, '--out', 'kept.js');
    expect(strict.code).toBe(listed.length > 0 ? 1 : 0);
  });

  it('goes with the bundled rules', async () => {
    const ours = join(import.meta.dirname, '../../rules');
    const theirs = join(elastic ?? '', 'kubernetes');
    const { code } = await build('--rules', ours, '--rules', theirs, '--out', 'both.js');
    expect(code).toBe(0);
    const { rules } = await ruleSetOf('both.js');
    const count = readdirSync(ours).filter((name) => name.endsWith('.toml')).length;
    expect(rules.length).toBeGreaterThan(count + 20);
  });
});
