/** Rules that are not as they should be: every mistake is shown where it is, and the rules without one run. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { harrier, transcript } from './harrier.ts';
import { exec, execRule, lines, rule, workspace } from './workspace.ts';

const threeInQuery = rule({
  name: 'Three in the query',
  query: `kubernetes.audit.objectRef.resourc:pods and source.ip:"10.0.0.0/33" and
kubernetes.audit.responseStatus.code:forbidden`,
});
const threeInFile =
  `querry = "x"\n${rule({ name: 'Three in the file', query: '*', more: 'threat = "none"\n' })}`
    .replace('risk_score = 47', 'risk_score = "47"')
    .replace('querry = "x"\n[rule]', '[rule]\nquerry = "x"');

const cwd = workspace({
  'events.json': lines(exec(1)),
  'good.toml': execRule,
  'three-in-query.toml': threeInQuery,
  'three-in-file.toml': threeInFile,
  'not-toml.toml': '[rule]\nname = "no end\n',
  'never.toml': rule({ name: 'Never', query: 'data_stream.dataset:nginx.access and event.action:get' }),
  'binary.toml': Uint8Array.of(0xff, 0xfe, 0x00, 0x01),
  'disabled.toml': rule({ name: 'Disabled', query: '*', more: 'enabled = false\n' }),
  'rules/good.toml': execRule,
  'rules/bad.toml': threeInQuery,
});
mkdirSync(join(cwd, 'empty'));

it('are shown with a caret at every mistake', async () => {
  const rules = [
    'three-in-query.toml',
    'three-in-file.toml',
    'not-toml.toml',
    'never.toml',
    'binary.toml',
    'disabled.toml',
    'missing.toml',
    'empty',
  ];
  const commands = rules.map((path) => ['replay', '--rules', path, 'events.json']);
  const shown = await transcript(commands, { cwd });
  expect(shown.match(/\[exit code 1\]/g)).toHaveLength(commands.length);
  await expect(shown).toMatchFileSnapshot('golden/bad-rules.txt');
});

it.each(['three-in-query.toml', 'three-in-file.toml'])('%s: all three at once', async (path) => {
  const { code, stdout, stderr } = await harrier(['replay', '--rules', path, 'events.json'], { cwd });
  expect(stderr.match(/error\[/g)).toHaveLength(3);
  expect(stderr.match(/^ *\| *\^+$/gm)).toHaveLength(3);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
});

it('keep no other rule from running', async () => {
  const { code, stdout, stderr } = await harrier(['replay', '--rules', 'rules', 'events.json'], { cwd });
  expect(code).toBe(1);
  expect(stdout.trimEnd().split('\n')).toHaveLength(2);
  expect(stderr.endsWith('\n3 errors in rules, shown above; a rule with an error did not run\n')).toBe(true);
});
