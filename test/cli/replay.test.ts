import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { schemaErrors } from '../alert/sample.ts';
import { sharedData } from '../shared-data.ts';
import { harrier, type Surroundings } from './harrier.ts';
import { exec, execRule, lines, rule, workspace } from './workspace.ts';

const document = {
  '@timestamp': '2026-03-01T10:00:00.000Z',
  event: { action: 'get', outcome: 'success' },
  kubernetes: { audit: { verb: 'get', objectRef: { resource: 'pods', subresource: 'exec' } } },
};

const cwd = workspace({
  'exec.toml': execRule,
  'rules/exec.toml': execRule,
  'rules/reader.toml': rule({ name: 'Get', query: 'event.action:get' }),
  'one.json': lines(exec(1)),
  'logs/b.json.gz': gzipSync(lines(exec(2), exec(3))),
  'logs/2026/a.json': lines(exec(4)),
  'logs/.hidden': 'not looked at',
  'times.json': lines(
    exec(1, { stageTimestamp: '2026-03-01T09:59:59.999999Z' }),
    exec(2, { stageTimestamp: '2026-03-01T10:00:00.000000Z' }),
    exec(3, { stageTimestamp: '2026-03-02T00:00:00.000000Z' }),
  ),
  'documents.json': lines(document, { _index: 'logs', _id: 'h1', _source: document }),
});

async function alertsOf(
  args: readonly string[],
  more: Partial<Surroundings> = {},
): Promise<readonly Alert[]> {
  const { code, stdout, stderr } = await harrier(['replay', '--output', 'ndjson', ...args], { cwd, ...more });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const alerts = stdout.trimEnd().split('\n').filter(Boolean);
  return alerts.map((line) => JSON.parse(line) as Alert);
}

const eventIds = (alerts: readonly Alert[]): readonly string[] =>
  alerts.flatMap(({ harrier }) => harrier.event_ids);
const idOf = (number: number): string => `${exec(number).auditID}/ResponseComplete`;

describe('what is replayed', () => {
  it('files and folders, in the order given and within a folder by name', async () => {
    const alerts = await alertsOf(['--rules', 'exec.toml', 'one.json', 'logs']);
    expect(eventIds(alerts)).toEqual([1, 4, 2, 3].map(idOf));
  });

  it('standard input, compressed or not', async () => {
    for (const input of [lines(exec(7)), gzipSync(lines(exec(7)))]) {
      expect(eventIds(await alertsOf(['--rules', 'exec.toml', '-'], { input }))).toEqual([idOf(7)]);
    }
  });

  it('events of a period, whose end is not part of it', async () => {
    const of = async (...period: readonly string[]) =>
      eventIds(await alertsOf(['--rules', 'exec.toml', ...period, 'times.json']));
    expect(await of('--since', '2026-03-01T10:00')).toEqual([2, 3].map(idOf));
    expect(await of('--until', '2026-03-02')).toEqual([1, 2].map(idOf));
    expect(await of('--since', '2026-03-01T11:00+01:00', '--until', '2026-03-02')).toEqual([idOf(2)]);
  });

  it('one act once, however often it is in the files', async () => {
    expect(await alertsOf(['--rules', 'exec.toml', 'one.json', 'one.json'])).toHaveLength(1);
  });

  it('documents, and search hits with them', async () => {
    const alerts = await alertsOf(['--rules', 'rules', '--format', 'document', 'documents.json']);
    expect(alerts.map(({ rule: { name }, harrier: { event_ids } }) => `${name}: ${event_ids}`)).toEqual([
      'Exec: documents.json:1',
      'Get: documents.json:1',
      'Exec: h1',
      'Get: h1',
    ]);
  });
});

describe('what comes out', () => {
  it('as ndjson, alerts that the published schema describes', async () => {
    const alerts = await alertsOf(['--cluster', 'blue', 'one.json', 'logs']);
    expect(alerts).toHaveLength(7);
    for (const alert of alerts) {
      expect(schemaErrors(alert)).toEqual([]);
      expect(alert.orchestrator).toMatchObject({ cluster: { name: 'blue' } });
    }
  });

  it('as a table, in columns, without colours where there is no terminal', async () => {
    const { stdout, stderr } = await harrier(
      ['replay', '--rules', 'rules', '--rules', 'exec.toml', '--cluster', 'blue', 'logs'],
      { cwd },
    );
    expect(`${stdout}${stderr}`).not.toContain('\u001b');
    const [heading = '', ...rows] = stdout.trimEnd().split('\n');
    expect(rows).toHaveLength(6);
    for (const row of rows) {
      expect(row.slice(heading.indexOf('CLUSTER')).startsWith('blue ')).toBe(true);
      expect(
        row.slice(heading.indexOf('REASON')).startsWith('jane@example.com ran `id` in pod shop/web-0'),
      ).toBe(true);
      expect(row.length).toBeLessThanOrEqual(heading.indexOf('REASON') + 300);
    }
  });

  it('of a severity and above, in every form', async () => {
    const [low, high] = [execRule, rule({ name: 'High', query: 'kubernetes.audit.verb:get' })];
    const folder = workspace({
      'rules/low.toml': low,
      'rules/high.toml': high.replace('severity = "medium"', 'severity = "high"').replace('47', '73'),
      'one.json': lines(exec(1)),
    });
    const args = ['--rules', 'rules', '--severity', 'high', '--html', 'page.html', 'one.json'];
    const alerts = await alertsOf(args, { cwd: folder });
    expect(alerts.map(({ rule: { name } }) => name)).toEqual(['High']);
    const page = readFileSync(join(folder, 'page.html'), 'utf8');
    expect(page.match(/<details class="alert /g)).toHaveLength(1);
    const { stdout } = await harrier(['replay', ...args], { cwd: folder });
    expect(stdout.match(/jane@/g)).toHaveLength(1);
  });

  it('as a page beside them, which tells how it was made', async () => {
    const folder = workspace({ 'one.json': lines(exec(1)), 'torn.json': '{"kind":"Event",' });
    const { code, stderr } = await harrier(
      ['replay', '--html', 'page.html', 'one.json', 'torn.json', 'no.json'],
      {
        cwd: folder,
      },
    );
    expect(code).toBe(1);
    const page = readFileSync(join(folder, 'page.html'), 'utf8');
    expect(page).toContain('no.json: no such file or folder');
    for (const line of stderr.split('\n').filter((each) => / alerts? of |could not be/.test(each)))
      expect(page).toContain(line);
  });

  it('when it is interrupted, of what was read, and says so', async () => {
    const folder = workspace({});
    const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
    const args = ['replay', '--output', 'ndjson', '--html', 'page.html', '--cluster', 'blue', '-'];
    const child = spawn(process.execPath, [main, ...args], { cwd: folder });
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    // More than one batch, and the input does not end.
    child.stdin.on('error', () => {});
    child.stdin.write(lines(...Array.from({ length: 3000 }, (_, number) => exec(number))));
    child.stdout.once('data', () => child.kill('SIGINT'));
    child.stdout.resume();
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect({ code, stderr }).toEqual({ code: 130, stderr: expect.stringMatching(/\nInterrupted: .*\n$/) });
    const page = readFileSync(join(folder, 'page.html'), 'utf8');
    expect(page).toContain('<p class="card notice">Interrupted: what comes behind was not read.</p>');
    expect(page).toMatch(/<details class="alert /);
  });

  it('not before the page can be written, and with a sentence where there is no room for it', async () => {
    const folder = workspace({ 'one.json': lines(exec(1)), 'folder/kept.html': 'as it was' });
    const of = (...args: readonly string[]) => harrier(['replay', ...args, 'one.json'], { cwd: folder });
    expect(await of('--html', 'nowhere/page.html')).toMatchObject({
      code: 1,
      stdout: '',
      stderr:
        'harrier replay: nowhere/page.html cannot be written: no such file or folder; name another file\n',
    });
    expect(await of('--html', 'folder')).toMatchObject({ code: 1, stdout: '' });
    expect(await of('--html', '-')).toMatchObject({ code: 2, stdout: '' });
    const full = await of('--html', '/dev/full');
    expect(full.code).toBe(1);
    expect(full.stdout).toContain('jane@example.com');
    expect(full.stderr).toMatch(
      /\nharrier replay: \/dev\/full cannot be written: no space is left on the device; name another file\n$/,
    );
  });

  it('for whoever has no logs at hand, the alerts of the sample', async () => {
    const { code, stdout, stderr } = await harrier(['replay', '--sample'], { cwd });
    const rows = stdout.trimEnd().split('\n').length - 1;
    expect(code).toBe(0);
    expect(rows).toBeGreaterThan(20);
    expect(stderr).toContain(`\n${rows} alerts of `);
    // What somebody would be told of it is one story, and not forty.
    expect(stderr).toMatch(/\nPeople would get [1-4] e-mails about these, of 1 incident /);
    expect(stderr).toContain('Your own logs: npm start -- FILE…\n');
  });

  it('no more when the reader has seen enough', async () => {
    const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
    const many = Array.from({ length: 5000 }, (_, number) => exec(number));
    const child = spawn(process.execPath, [main, 'replay', '--rules', 'exec.toml', '-'], { cwd });
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    // The child may be gone before it has read everything.
    child.stdin.on('error', () => {});
    child.stdin.end(lines(...many));
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

const pack = sharedData('elastic-rules/kubernetes');
const seed = sharedData('elastic-rules/seed');
const events = sharedData('audit-events/events.ndjson');

describe.skipIf(pack === undefined || seed === undefined || events === undefined)("Elastic's rules", () => {
  it('run unmodified, all of them', async () => {
    const { code, stdout, stderr } = await harrier(['replay', '--rules', pack ?? '', events ?? ''], { cwd });
    expect(code).toBe(0);
    expect(stderr).toContain('320 events in 1 file, 46 rules, ');
    expect(stderr).not.toContain('did not run');
    expect(stdout.match(/Kubernetes Privileged Pod Created/g)).toHaveLength(3);
  });

  it('the first of them alone: nothing is left out', async () => {
    const { code, stdout } = await harrier(['replay', '--rules', seed ?? '', events ?? ''], { cwd });
    expect(code).toBe(0);
    expect(stdout.match(/Kubernetes User Exec into Pod/g)).toHaveLength(2);
  });
});
