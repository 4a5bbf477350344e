import { expect, it } from 'vitest';
import { transcript } from './harrier.ts';
import { exec, execRule, lines, workspace } from './workspace.ts';

const cwd = workspace({ 'events.json': lines(exec(1)), 'exec.toml': execRule });

it('says what is wrong with the command line, and ends with 2', async () => {
  const commands = [
    [],
    ['relpay', 'events.json'],
    ['watch', 'events.json'],
    ['help', 'completoin'],
    ['replay'],
    ['replay', '--rule', 'exec.toml', 'events.json'],
    ['replay', '--zzz', 'events.json'],
    ['replay', 'events.json', '--rules'],
    ['replay', '--rules', '--output', 'events.json'],
    ['replay', '--sample=yes', 'events.json'],
    ['replay', '--format', 'ecs', 'events.json'],
    ['replay', '--output', 'csv', 'events.json'],
    ['replay', '--since', 'yesterday', 'events.json'],
    ['replay', '--since', '2026-02-31', 'events.json'],
    ['replay', '--until', '2026-03-01 10:00', 'events.json'],
    ['replay', '--since', '2026-03-02', '--until', '2026-03-01', 'events.json'],
    ['resend'],
    ['resend', '--cluster', 'prod/eu'],
    ['resend', '--cluster', 'prod'],
    ['resend', '--cluster', 'prod', '--from', '2h'],
    ['resend', '--cluster', 'prod', '--from', '2h', '--to', 'now'],
    ['resend', '--cluster', 'prod', '--from', '2h', '--to', 'now', '--function', 'the function'],
    ['resend', '--cluster', 'prod', '--from', '2 hours', '--to', 'now'],
    ['resend', '--cluster', 'prod', '--from', '1h', '--to', '2h'],
    ['resend', '--cluster', 'prod', '--form', '1h'],
    ['resend', 'prod'],
    ['build', 'exec.toml'],
    ['init', 'one', 'two'],
    ['package', '--stag', 'test'],
    ['deploy', '--param', 'clusters'],
    ['remove', 'production'],
    ['doctor', '--stage', 'a b'],
    ['doctor', '--region', 'EU'],
    ['doctor', 'production'],
  ];
  const shown = await transcript(commands, { cwd });
  expect(shown.match(/\[exit code 2\]/g)).toHaveLength(commands.length);
  await expect(shown).toMatchFileSnapshot('golden/usage.txt');
});
