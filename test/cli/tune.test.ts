import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { harrier, transcript } from './harrier.ts';
import { exec, execRule, lines, rule, workspace } from './workspace.ts';

const serviceAccount = {
  username: 'system:serviceaccount:ci:runner',
  groups: ['system:serviceaccounts', 'system:serviceaccounts:ci', 'system:authenticated'],
};
const role = (session: string): JsonObject => ({
  username: `deploy:${session}`,
  groups: ['system:authenticated'],
  extra: {
    arn: [`arn:aws:sts::111122223333:assumed-role/deploy/${session}`],
    canonicalArn: ['arn:aws:iam::111122223333:role/deploy'],
    sessionName: [session],
  },
});

let number = 0;
const events = (times: number, more: (index: number) => JsonObject): readonly JsonObject[] =>
  Array.from({ length: times }, (_, index) => exec(++number, more(index)));

const log = lines(
  ...events(6, () => ({ user: serviceAccount })),
  ...events(4, (index) => ({
    user: role(`session-${index}`),
    objectRef: { resource: 'pods', namespace: `team-${index}`, name: 'web-0', subresource: 'exec' },
  })),
  ...events(3, () => ({ user: { username: 'system:anonymous', groups: ['system:unauthenticated'] } })),
  ...events(3, () => ({})),
  ...events(3, () => ({ user: { username: 'system:serviceaccount:x:y', groups: ['system:authenticated'] } })),
  ...events(2, () => ({ user: { username: 'tom' }, verb: 'create' })),
);

const cwd = workspace({
  'log.json': log,
  'rules/exec.toml': execRule,
  'rules/exec.test.json': JSON.stringify({
    base: exec(0),
    cases: [{ name: 'jane, by hand', set: {}, alerts: 1 }],
  }),
  'rules/twice.toml': rule({
    name: 'Exec, Once an Hour',
    query: 'kubernetes.audit.objectRef.subresource:exec',
    more: '[rule.alert_suppression]\ngroup_by = ["user.name"]\nduration = { value = 1, unit = "h" }\nmissing_fields_strategy = "suppress"\n[rule.placeholder]\n',
  }).replace(/(\[rule\.alert[\s\S]*?)\[rule\.placeholder\]\n(query = '''[\s\S]*'''\n)/, '$2$1'),
});

describe('harrier tune', () => {
  it('proposes what holds by the actor, and says what it does not propose', async () => {
    const commands = [
      ['tune', '--rules', 'rules', '--least', '3', 'log.json'],
      ['tune', '--rules', 'rules', '--least', '3', '--output', 'ndjson', 'log.json'],
      ['tune', '--rules', 'rules', '--least', '100', 'log.json'],
      ['tune', '--rules', 'rules', 'nowhere.json'],
      ['tune', '--rules', 'rules'],
      ['tune', '--least', '0', 'log.json'],
    ];
    await expect(await transcript(commands, { cwd })).toMatchFileSnapshot('golden/tune.txt');
  });

  it('writes a file that a build takes once somebody has said why, and never over another', async () => {
    const args = ['tune', '--rules', 'rules', '--least', '3', '--author', 'a@b', '--expires', '2099-12-31'];
    expect(await harrier([...args, '--write', 'mine.toml', 'log.json'], { cwd })).toMatchObject({ code: 0 });
    expect(readFileSync(join(cwd, 'mine.toml'), 'utf8')).toContain('expires = 2099-12-31\n');
    const build = ['build', '--rules', 'rules', '--rules', 'mine.toml', '--out', 'out.js'];
    const unfinished = await harrier(build, { cwd });
    expect(unfinished).toMatchObject({ code: 1 });
    expect(unfinished.stderr).toContain('the reason of the exception is still to be written');
    finish(join(cwd, 'mine.toml'));
    const built = await harrier(build, { cwd });
    expect(built.stderr).toContain('2 rules and 3 exceptions compiled');
    const again = await harrier([...args, '--write', 'mine.toml', 'log.json'], { cwd });
    expect(again).toMatchObject({ code: 1, stderr: 'mine.toml: cannot be written: it is there already\n' });
  });

  it('reads what comes through a pipe', async () => {
    const { code, stdout } = await harrier(['tune', '--rules', 'rules', '-'], { cwd, input: log });
    expect(code).toBe(0);
    expect(stdout).toContain('user.name:"system:serviceaccount:ci:runner"');
  });
});

/** Says in a file of exceptions why what they except is harmless. */
function finish(path: string): void {
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll('TODO: why this is harmless', 'known'));
}
