/** Logs that are not as they should be: what can be used is, and the rest is told. */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { harrier, transcript } from './harrier.ts';
import { exec, execRule, lines, workspace } from './workspace.ts';

const MiB = 1024 * 1024;
const many = gzipSync(lines(...Array.from({ length: 2000 }, (_, number) => exec(number))));
const event = JSON.stringify(exec(1));
const within = (member: string): string => `${event.slice(0, -1)},${member}}\n`;

const cwd = workspace({
  'exec.toml': execRule,
  'good.json': lines(exec(1)),
  'truncated.json.gz': many.subarray(0, many.length - 100),
  'corrupt.json.gz': Buffer.concat([gzipSync(lines(exec(2))), Buffer.from('\u001f\u008bgarbage', 'latin1')]),
  'bomb.gz': gzipSync(Buffer.alloc(70 * MiB, ' ')),
  'archive.bz2': 'BZh91AY&SY',
  'text.log': 'I1122 kubelet started\nI1122 kubelet stopped\n',
  'mixed.json': `${lines(exec(3))}{"half": \n{}\n{"kind":0}\n[1]\nnull\n`,
  'nothing.json': '',
  'invalid-utf8.json': Buffer.from(lines(exec(4, { user: { username: 'j\u00e4ne' } })), 'latin1'),
  'long.json': within(`"requestObject":{"data":"${'x'.repeat(2 * MiB)}"}`),
  'deep.json': within(`"requestObject":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`),
  'proto.json': within(
    '"__proto__":{"verb":"x"},"requestObject":{"__proto__":{"a":1},"constructor":{"prototype":{}}}',
  ),
  'empty-object.json': '{}\n',
  'hostile\u001b[2J.log': '\u001b[2J\n',
});
mkdirSync(join(cwd, 'empty'));

const replay = (...paths: readonly string[]) =>
  harrier(['replay', '--rules', 'exec.toml', ...paths], { cwd });

it('is told, with what to do about it', async () => {
  const paths = [
    ['missing.json'],
    ['empty'],
    ['missing.json', 'empty', 'good.json'],
    ['corrupt.json.gz'],
    ['archive.bz2'],
    ['bomb.gz', 'good.json'],
    ['text.log'],
    ['mixed.json'],
    ['nothing.json'],
    ['empty-object.json'],
  ];
  const commands = paths.map((each) => ['replay', '--rules', 'exec.toml', ...each]);
  await expect(await transcript(commands, { cwd })).toMatchFileSnapshot('golden/bad-input.txt');
});

it('of a truncated gzip, all that comes before the cut is used', async () => {
  const { code, stdout, stderr } = await replay('truncated.json.gz');
  expect(code).toBe(1);
  const alerts = stdout.trimEnd().split('\n').length - 1;
  expect(alerts).toBeGreaterThan(1900);
  expect(stderr).toMatch(
    /truncated\.json\.gz: the gzip stream ends within a member; it was read up to there \([\d,]+ events\)\n$/,
  );
});

describe('costs no alert:', () => {
  it.each(['invalid-utf8.json', 'long.json', 'proto.json'])('%s', async (path) => {
    const { code, stdout, stderr } = await replay(path);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(stderr).not.toContain('left');
  });

  it('deep nesting, which is cut off', async () => {
    const { code, stdout, stderr } = await replay('deep.json');
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(stderr).toContain('1 event matched by what is left: cut, or nested too deep\n');
  });
});

it('writes nothing to a terminal that a terminal would act on', async () => {
  const { code, stdout, stderr } = await replay('hostile\u001b[2J.log');
  expect(code).toBe(1);
  expect(stdout + stderr).not.toContain('\u001b');
  expect(stderr).toContain('hostile\\u{1b}[2J.log: it holds no audit events\n');
});

it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
  'a file that may not be read',
  async () => {
    const folder = workspace({ 'exec.toml': execRule, 'secret.json': lines(exec(1)) });
    chmodSync(join(folder, 'secret.json'), 0);
    const { code, stderr } = await harrier(['replay', '--rules', 'exec.toml', 'secret.json'], {
      cwd: folder,
    });
    expect(code).toBe(1);
    expect(stderr).toContain('secret.json: it may not be read\n');
  },
);
