import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { harrier } from './harrier.ts';
import { execRule, rule, workspace } from './workspace.ts';

const cwd = workspace({
  'rules/b.toml': execRule,
  'rules/a.toml': rule({ name: 'Get', query: 'event.action:get' }),
  'bad.toml': rule({ name: 'Bad', query: 'event.acton:get' }),
  'disabled.toml': rule({ name: 'Disabled', query: '*', more: 'enabled = false\n' }),
  'kept.js': 'what was here before',
  'a-file': '',
});

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
    const copy = join(cwd, 'bundled-here.mjs');
    const runtime = pathToFileURL(join(import.meta.dirname, '../../src/match/runtime.ts')).href;
    writeFileSync(copy, read('bundled.js').replace('../src/match/runtime.ts', runtime));
    const { ruleSet } = await import(pathToFileURL(copy).href);
    expect(ruleSet.rules.length).toBeGreaterThan(20);
  });

  it('writes the same bytes again', async () => {
    await build('--rules', 'rules', '--out', 'once.js');
    await build('--rules', 'rules', '--out', 'twice.js');
    expect(read('twice.js')).toBe(read('once.js'));
  });

  it.each([
    ['bad.toml', 'error[unknown-field]'],
    ['disabled.toml', 'disabled.toml: cannot be built: it is disabled'],
    ['missing.toml', 'error[no-such-path]'],
  ])('writes nothing for %s', async (path, why) => {
    const { code, stderr } = await build('--rules', 'rules', '--rules', path, '--out', 'kept.js');
    expect(code).toBe(1);
    expect(stderr).toContain(why);
    expect(stderr.endsWith('No rule set was written.\n')).toBe(true);
    expect(read('kept.js')).toBe('what was here before');
    expect(existsSync(join(cwd, 'kept.d.ts'))).toBe(false);
  });

  it('says where it cannot write', async () => {
    const { code, stderr } = await build('--rules', 'rules', '--out', 'a-file/rules.js');
    expect(code).toBe(1);
    expect(stderr).toMatch(/a-file\/rules\.js: cannot be written: a file is in the place of a folder\n$/);
  });
});
