/** Every command: what it says of itself, what it says when it ran, and when it could not. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { harrier, transcript } from './harrier.ts';
import { exec, execRule, lines, rule, workspace } from './workspace.ts';

const cases = JSON.stringify({ base: exec(1), cases: [{ name: 'as it is', set: {}, alerts: 1 }] });
const newTerms = rule({
  name: 'New User',
  query: 'kubernetes.audit.objectRef.subresource:exec',
  more: 'new_terms_fields = ["user.name"]\nhistory_window_start = "now-7d"\n',
}).replace('type = "query"', 'type = "new_terms"');

const files = {
  'events.json': lines(exec(1), exec(2)),
  'own/exec.toml': execRule,
  'own/exec.test.json': cases,
  'own/new.toml': newTerms,
  'broken/a.toml': execRule,
  'broken/b.toml': rule({ name: 'B', query: 'kubernetes.audit.verb:(get or' }),
  'there/exec_in_shop.toml': '',
  'wrong/harrier.yml': 'clusters: blue eu\nregion: mars-1\n',
};
const cwd = workspace(files);

/** Runs commands and holds what they say to a file. */
async function show(golden: string, commands: readonly (readonly string[])[], folder = cwd): Promise<void> {
  const shown = (await transcript(commands, { cwd: folder })).replaceAll(cwd, '<folder>');
  await expect(shown).toMatchFileSnapshot(`golden/${golden}.txt`);
}

it('harrier lint', () =>
  show('lint', [
    ['lint', 'own'],
    ['lint', 'own', '--strict'],
    ['lint', 'broken'],
    ['lint', '--stict'],
  ]));

it('harrier new', () =>
  show('new', [
    ['new', '--name', 'Exec Once', '--out', 'made', 'events.json'],
    ['new', '--name', 'Exec in Shop', '--out', 'there', 'events.json'],
    ['new', '--name', 'A', '--audit-id', 'none', 'events.json'],
    ['new', 'events.json'],
  ]));

it('harrier build', () =>
  show('build', [
    ['build', '--rules', 'own', '--out', 'own.js'],
    ['build', '--rules', 'broken', '--out', 'broken.js'],
    ['build', '--rules', 'own', '--date', 'today'],
  ]));

it('harrier baseline', () =>
  show('baseline', [
    ['baseline', '--rules', 'own', '--cluster', 'blue', '--state', 'a.db', 'events.json'],
    ['baseline', '--rules', 'own', '--state', 'b.db', 'events.json', 'nowhere.json'],
    ['baseline', 'events.json'],
    ['baseline', '--state', 'c.db', '--table', 'd', 'events.json'],
  ]));

it('harrier list and harrier test, of what is wrong', () =>
  show('list-test-wrong', [
    ['list', '--rules', 'broken'],
    ['list', '--severity', 'loud'],
    ['test', '--watched'],
    ['test', 'own', '--rules', 'own'],
  ]));

it('harrier package, deploy and remove, of settings that cannot be used', () =>
  show('deployment-wrong', [['package'], ['deploy'], ['remove']], join(cwd, 'wrong')));

it('harrier completion', () =>
  show('completion', [
    ['completion', 'bash'],
    ['completion', 'fish'],
    ['completion', 'cmd'],
    ['completion'],
  ]));

describe('every command', () => {
  const help = new Map<string, string>();
  beforeAll(async () => {
    const { stdout } = await harrier(['--help'], { cwd });
    const names = [...stdout.matchAll(/^ {2}([a-z]+) +\S/gm)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(15);
    for (const name of names) {
      const { code, stdout: text, stderr } = await harrier([name, '--help'], { cwd });
      expect({ name, code, stderr }).toEqual({ name, code: 0, stderr: '' });
      help.set(name, text);
    }
  });

  it('has help with its usage, an example and what its exit codes mean', async () => {
    for (const [name, text] of help) {
      expect(text).toMatch(new RegExp(`^harrier ${name}: .+\n\nUsage: harrier ${name}`));
      expect(text).toMatch(new RegExp(`^Examples?:.*\\s.*harrier ${name} `, 'm'));
      expect(text).toMatch(/^Exit code: 0 [\s\S]*?\b2 wrong\s+usage/m);
      expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(120);
    }
    const all = [...help].map(([name, text]) => `$ harrier ${name} --help\n${text}`);
    await expect(all.join('\n')).toMatchFileSnapshot('golden/help.txt');
  });

  /** What needs an account, or minutes, is run by other tests. */
  const elsewhere = new Set(['package 0', 'deploy 0', 'remove 0', 'resend 0']);

  it('is shown in golden/ with each of the exit codes that its help names', () => {
    const shown = new Set<string>();
    for (const file of globSync('golden/*.txt', { cwd: import.meta.dirname })) {
      const text = readFileSync(join(import.meta.dirname, file), 'utf8');
      const runs = text.matchAll(/^\$ harrier ([a-z]+)\b[\s\S]*?\[exit code (\d+)\]$/gm);
      for (const [, name, code] of runs) shown.add(`${name} ${code}`);
    }
    const named = [...help].flatMap(([name, text]) => {
      const said = text.slice(text.indexOf('Exit code: '));
      return ['0', '1', '2']
        .filter((code) => new RegExp(`[ ,;]${code} [a-z]`).test(said))
        .map((code) => `${name} ${code}`);
    });
    expect(named.length).toBeGreaterThan(2 * help.size);
    expect(named.filter((each) => !shown.has(each) && !elsewhere.has(each))).toEqual([]);
  });
});
