/** What no command can help: full disks, closed pipes, files in use. Each is told in a sentence, with the exit code. */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { harrier } from './harrier.ts';
import { exec, execRule, lines, workspace } from './workspace.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const cwd = workspace({
  'exec.toml': execRule,
  'events.json': lines(...Array.from({ length: 50 }, (_, number) => exec(number))),
});
const replay = ['replay', '--rules', 'exec.toml', 'events.json'];

/** Runs a shell's command in which `harrier` is the command line. */
async function shell(command: string, folder = cwd) {
  const script = `harrier() { "${process.execPath}" "${root}src/cli/main.ts" "$@"; }\n${command}`;
  const child = spawn('/bin/sh', ['-c', script], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

describe.skipIf(!existsSync('/dev/full'))('standard output that is full', () => {
  const full =
    'standard output cannot be written: no space is left on the device; send it elsewhere and run the command again: what was not written does not count as sent\n';

  it.each(['--help', 'replay --help', replay.join(' '), `${replay.join(' ')} --output ndjson`])(
    'is told: %s',
    async (args) => {
      expect(await shell(`harrier ${args} > /dev/full`)).toEqual({
        code: 1,
        stdout: '',
        stderr: `harrier: ${full}`,
      });
    },
  );

  it('leaves the alerts to the next run with the same state', async () => {
    const lost = await shell(`harrier ${replay.join(' ')} --state full.db > /dev/full`);
    expect(lost).toMatchObject({ code: 1, stderr: `harrier: ${full}` });
    const { code, stdout } = await harrier([...replay, '--output', 'ndjson', '--state', 'full.db'], { cwd });
    expect({ code, alerts: stdout.trimEnd().split('\n').length }).toEqual({ code: 0, alerts: 50 });
  });

  it('beside standard error that is full leaves the exit code', async () => {
    expect(await shell(`harrier ${replay.join(' ')} > /dev/full 2> /dev/full`)).toMatchObject({ code: 1 });
    expect(await shell(`harrier ${replay.join(' ')} > /dev/null 2> /dev/full`)).toMatchObject({ code: 0 });
  });
});

// In blocks of 512 bytes or of a kilobyte, as the shell has it.
describe('a limit on the size of files', () => {
  it('that the alerts reach is told', async () => {
    const { code, stderr } = await shell(
      `ulimit -f 20; harrier ${replay.join(' ')} --output ndjson > alerts.json`,
    );
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        'harrier: standard output cannot be written: it would be larger than a file may be here (`ulimit -f`); send it elsewhere and run the command again: what was not written does not count as sent\n',
    });
    expect(statSync(join(cwd, 'alerts.json')).size).toBeGreaterThan(5000);
  });

  it('that the state reaches is told', async () => {
    const { code, stderr } = await shell(`ulimit -f 7; harrier ${replay.join(' ')} --state limited.db`);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^harrier replay: the state file limited\.db cannot be used: [^\n]+; (look whether|make room)[^\n]+\n$/,
    );
  });

  it('that the compiled rules reach is told', async () => {
    const { code, stderr } = await shell(`ulimit -f 0; harrier ${replay.join(' ')}`);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^harrier replay: \S+ cannot be written: it would be larger than a file may be here \(`ulimit -f`\); [^\n]+TMPDIR\n$/,
    );
  });
});

it('a build that there is no room for leaves the rule set that there was', async () => {
  const folder = workspace({ 'exec.toml': execRule, 'out/rules.js': 'the one before' });
  const { code, stderr } = await shell(
    'ulimit -f 1; harrier build --rules exec.toml --out out/rules.js',
    folder,
  );
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /out\/rules\.js: cannot be written: it would be larger than a file may be here[^\n]*\n$/,
  );
  expect(readFileSync(join(folder, 'out/rules.js'), 'utf8')).toBe('the one before');
  expect(readdirSync(join(folder, 'out'))).toEqual(['rules.js']);
});

describe('a reader that has seen enough', () => {
  it('of the sample, as `npm start | head` is, hears of no error', async () => {
    const { stderr } = await shell('npm start | head -1', root);
    expect(stderr).not.toMatch(/error|EPIPE|at /i);
  });

  it('and of both outputs leaves the exit code at 0', async () => {
    const both = await shell(`(harrier ${replay.join(' ')} 2>&1; echo $? > code) | head -1`);
    expect(both.stderr).toBe('');
    expect(readFileSync(join(cwd, 'code'), 'utf8')).toBe('0\n');
  });
});

describe('a state file', () => {
  it('that another process writes to is told', async () => {
    await harrier([...replay, '--state', 'locked.db'], { cwd });
    const other = new DatabaseSync(join(cwd, 'locked.db'));
    other.exec('BEGIN IMMEDIATE');
    for (const command of [replay, ['baseline', 'events.json']]) {
      const { code, stdout, stderr } = await harrier([...command, '--state', 'locked.db'], { cwd });
      expect({ code, stdout, stderr }).toEqual({
        code: 1,
        stdout: '',
        stderr: `harrier ${command[0]}: the state file locked.db cannot be used: database is locked; another process is writing to it: try again when that is done\n`,
      });
    }
    other.exec('ROLLBACK');
    other.close();
    expect((await harrier([...replay, '--state', 'locked.db'], { cwd })).code).toBe(0);
  });

  it('that was cut anywhere is refused and left as it is, or has everything', async () => {
    const whole = join(cwd, 'whole.db');
    await harrier([...replay, '--state', 'whole.db'], { cwd });
    const { size } = statSync(whole);
    for (const length of [20, 512, 4096, 5000, size - 4096, size - 1]) {
      const cut = join(cwd, `cut-${length}.db`);
      copyFileSync(whole, cut);
      truncateSync(cut, length);
      const before = readFileSync(cut);
      const { code, stdout, stderr } = await harrier([...replay, '--state', `cut-${length}.db`], { cwd });
      expect({ length, code, stdout }).toEqual({ length, code: 1, stdout: '' });
      expect(stderr).toMatch(/^harrier replay: the state file cut-\d+\.db [^\n]+\n$/);
      expect(readFileSync(cut).equals(before)).toBe(true);
      if (length === 5000) {
        expect(stderr).toContain(
          'was cut short or damaged: it has 5,000 bytes, but consists of whole pages of 4,096; restore it from a copy, or name another file: what was seen and sent before is then new again\n',
        );
      }
    }
  });
});
