/** What a user sees of `harrier query`: results, mistakes, and inputs that are not as they should be. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import stringWidth from 'string-width';
import { describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '../../../src/schema/audit-event.ts';
import { harrier } from '../harrier.ts';
import { exec, lines, workspace } from '../workspace.ts';
import { query, transcript } from './run.ts';

const hostile = 'a\u001b[2J\u202eb\nc';
const documents: readonly JsonObject[] = [
  { '@timestamp': '2026-03-01T10:00:02.5Z', kind: 'end', n: 2, who: { name: 'anna' }, note: '' },
  { '@timestamp': '2026-03-01T10:00:01Z', kind: 'start', n: 1, 'who.name': 'anna', note: 'first' },
  { '@timestamp': '2026-03-01T10:00:05Z', kind: 'start', n: 3, who: { name: hostile }, note: null },
];
const many = gzipSync(lines(...Array.from({ length: 2000 }, (_, n) => ({ n }))));

const cwd = workspace({
  'audit.json': lines(exec(1), exec(2), exec(2)),
  'documents.json': lines(...documents),
  'array.json': JSON.stringify(documents, null, 2),
  'wide.json': lines({
    name: '\u65e5\u672c\u8a9e'.repeat(9),
    path: `/var/${'log/'.repeat(30)}`,
    list: Array.from({ length: 300 }, (_, n) => n),
    empty: [],
  }),
  'keyed.json': lines(
    { '@timestamp': '2026-03-01T10:00:00Z', name: '日本語 9 events', path: `/var/${'log/'.repeat(20)}` },
    { '@timestamp': '2026-03-01T10:00:00Z', name: '日本語 9 events', path: `/var/${'log/'.repeat(20)}` },
  ),
  'mixed.json': '{"n":1}\nhello\n{"n":\n[{"n":2}]\n{"n":3}\n',
  'truncated.json.gz': many.subarray(0, many.length - 100),
  'empty.json': '',
  'types.json': '{"n":"long","absent":"keyword"}',
  'no-types.json': '{"n":"lang"}',
  'list.json': '["n"]',
  'broken.json': '{',
});

const eql = ['--language', 'eql'];
const document = ['--format', 'document', '--event-category-field', 'kind'];

it('shows tables, mistakes and inputs as they are', async () => {
  const commands = [
    ['kubernetes.audit.verb: get', 'audit.json'],
    ['kubernetes.audit.verb: delete', 'audit.json'],
    [...document, 'n >= 1', 'documents.json', 'array.json'],
    [...document, ...eql, 'any where n >= 2', 'documents.json'],
    [...document, ...eql, 'sequence by who.name [start where true] [end where true]', 'documents.json'],
    [...document, ...eql, 'sequence with maxspan=1s [any where n == 3] ![end where n > 1]', 'documents.json'],
    [...document, ...eql, 'sequence with maxspan=1m [start where true] with runs=2', 'documents.json'],
    [...document, ...eql, 'sample by who.name [start where true] [end where note == ""]', 'documents.json'],
    [...document, ...eql, 'start where true', 'documents.json'],
    [...document, ...eql, '--timestamp-field', 'time', 'any where n == 1', 'documents.json'],
    [...document, ...eql, '--tiebreaker-field', 'm', 'any where n == 1', 'documents.json'],
    [...document, ...eql, 'sequence by name, path [any where true] with runs=2', 'keyed.json'],
    [...document, 'name: *', 'wide.json'],
    [...document, 'name: * and path: * and list >= 3', 'wide.json'],
    [...document, 'n: 1', 'mixed.json', 'missing.json', 'truncated.json.gz'],
    [...document, 'n: 1', 'empty.json'],
    ['--types', 'types.json', ...document, 'not absent: *', 'documents.json'],
    ['kubernetes.audit.verb: get', 'documents.json'],
    [...eql, 'configuration where kubernetes.audit.verb == "get"', 'audit.json'],
    [...eql, 'process where kubernetes.audit.verb == "get"', 'audit.json'],
    [...document, 'note: 10.0.0.0/8', 'documents.json'],
  ];
  vi.stubEnv('COLUMNS', '80');
  const asked = commands.map((args) => ['--output', 'table', ...args]);
  await expect(await transcript(asked, cwd)).toMatchFileSnapshot('../golden/query.txt');
  vi.unstubAllEnvs();
});

it('says what is wrong with a query or the command line, and ends with 2', async () => {
  const commands = [
    [],
    ['audit.json'],
    ['--language', 'sql', 'x', 'audit.json'],
    ['--output', 'csv', 'x', 'audit.json'],
    ['--types', 'types.json', 'x', 'audit.json'],
    [...document, '--types', 'missing.json', 'x', 'documents.json'],
    [...document, '--types', 'no-types.json', 'x', 'documents.json'],
    [...document, '--types', 'list.json', 'x', 'documents.json'],
    [...document, '--types', 'broken.json', 'x', 'documents.json'],
    ['--now', 'tomorrow', 'x', 'audit.json'],
    ['kubernetes.audit.verb: (get or', 'audit.json'],
    [
      'kubernetes.audit.verbs: get and user.nam: x and kubernetes.audit.responseStatus.code: ok',
      'audit.json',
    ],
    [...eql, 'process were true', 'audit.json'],
    [...document, ...eql, 'any where m == 1 and lenght(who.name) > 2 and n == "x"', 'documents.json'],
    [
      ...document,
      ...eql,
      'sequence by who.name, n [any where true] by note [any where who.nam == 1]',
      'documents.json',
    ],
    [...document, ...eql, 'sequence [any where true] by who.name [any where true] by n', 'documents.json'],
    [...document, ...eql, 'sample [any where true] [any where true]', 'documents.json'],
    [...document, 'absent: *', 'documents.json'],
    [...document, 'name: "日本語" and paht: 日本語', 'wide.json'],
    ['日本語: x', 'audit.json'],
  ];
  const shown = await transcript(commands, cwd);
  await expect(shown).toMatchFileSnapshot('../golden/query-mistakes.txt');
  expect(shown.match(/\[exit code 2\]/g)).toHaveLength(commands.length);
});

describe('results for programs', () => {
  const file = (name: string) => join(cwd, name);
  const ndjson = ['--output', 'ndjson'];

  it('of KQL are documents, in the order in which they are read', async () => {
    const { stdout, code } = await query(...ndjson, ...document, 'who.name: anna', file('documents.json'));
    expect(stdout).toBe(lines(...documents.slice(0, 2)));
    expect(code).toBe(0);
  });

  it('of ES|QL have what METADATA asks for: a document whole, and the index that FROM names', async () => {
    const asked = async (from: string) => {
      const text = `FROM ${from} METADATA _id, _index, _version, _source | RENAME _source AS all | KEEP _*, all | LIMIT 1`;
      return (await query(...ndjson, ...document, '--language', 'esql', text, file('documents.json'))).stdout;
    };
    const known = { _id: null, _index: 'acts', _version: 1, all: documents[0] };
    expect(JSON.parse(await asked('acts'))).toEqual(known);
    expect(JSON.parse(await asked('acts*'))).toEqual({ ...known, _index: null });
  });

  it('of EQL are events and join keys, in the order of their times', async () => {
    const found = await query(...ndjson, ...document, ...eql, 'any where true', file('array.json'));
    const [end, start, other] = documents;
    expect(found.stdout).toBe(
      [start, end, other].map((event) => `${JSON.stringify({ events: [event], join_keys: [] })}\n`).join(''),
    );
    const text =
      'sequence by who.name with maxspan=10s ![start where n > 5] [start where true] [end where true]';
    const sequence = await query(...ndjson, ...document, ...eql, text, file('array.json'));
    expect(sequence.stdout).toBe(`${JSON.stringify({ events: [null, start, end], join_keys: ['anna'] })}\n`);
  });

  it('of audit events have the names that queries use, and can be searched again', async () => {
    const text = 'kubernetes.audit.objectRef.subresource: exec and harrier.command: id';
    const first = await query(...ndjson, text, file('audit.json'));
    const found = first.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    // Of the three events two are equal.
    expect(found.map((each) => each.kubernetes.audit.auditID)).toEqual([exec(1).auditID, exec(2).auditID]);
    expect(first.stderr).toContain('note: 1 repetition of events left out');
    const { code, stdout } = await harrier(['query', ...ndjson, '--format', 'document', text, '-'], {
      cwd,
      input: first.stdout,
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: first.stdout });
  });

  it('have the fields of the data stream that the query is about', async () => {
    const categories = async (text: string) => {
      const { stdout } = await query(...ndjson, ...eql, text, file('audit.json'));
      const all = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      return all.map(({ events: [event] }) => event.event.category);
    };
    const text = 'where kubernetes.audit.verb == "get" | head 1';
    expect(await categories(`configuration ${text}`)).toEqual(['configuration']);
    expect(await categories(`any ${text}`)).toEqual([undefined]);
  });

  it('have empty strings, as an index has them', async () => {
    const empty = lines(
      { n: 1, s: '' },
      { n: 2, s: 'x' },
      { n: 3, s: null },
      { n: 4, s: ['', 'y'] },
      { n: 5 },
    );
    const folder = workspace({ 'empty.json': empty });
    const numbers = async (...args: readonly string[]) => {
      const { stdout, stderr } = await query(...ndjson, ...document, ...args, join(folder, 'empty.json'));
      expect(stderr).not.toContain('empty-value');
      return stdout
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line))
        .map((line) => (line.events?.[0] ?? line).n);
    };
    expect(await numbers('s: ""')).toEqual([1, 4]);
    expect(await numbers('s: *')).toEqual([1, 2, 4]);
    expect(await numbers('not s: *')).toEqual([3, 5]);
    expect(await numbers('""')).toEqual([1, 4]);
    expect(await numbers('s: x*')).toEqual([2]);
    expect(await numbers('s < a')).toEqual([1, 4]);
    expect(await numbers(...eql, 'any where s == ""')).toEqual([1, 4]);
    expect(await numbers(...eql, 'any where s == null')).toEqual([3, 5]);
    expect(await numbers(...eql, 'any where s != ""')).toEqual([2, 3, 5]);
    expect(await numbers(...eql, 'any where s in ("", "z")')).toEqual([1, 4]);
    expect(await numbers(...eql, 'any where s : "*" and s like ""')).toEqual([1, 4]);
    expect(await numbers(...eql, 'any where length(s) == 0')).toEqual([1, 4]);
    expect(await numbers(...eql, 'sequence by s [any where n == 1] [any where n == 4]')).toEqual([1]);
  });

  it('are documents as they are, though they look like what AWS puts around log events', async () => {
    const like = [
      { '@timestamp': '2026-03-01T10:00:00Z', message: '{"n":1}', '@logStream': 'x' },
      { events: [{ message: 'hello', logStreamName: 'y', ingestionTime: 1 }] },
    ];
    for (const all of [like, like.toReversed()]) {
      const { code, stdout, stderr } = await harrier(['query', ...ndjson, ...document, '*', '-'], {
        cwd,
        input: JSON.stringify(all),
      });
      expect({ code, stdout, stderr }).toMatchObject({ code: 0, stdout: lines(...all) });
    }
  });

  it('are the default where there is no terminal', async () => {
    const { stdout } = await query(...document, 'n: 3', file('documents.json'));
    expect(stdout).toBe(lines(documents[2] as JsonObject));
  });

  it('say of how many events there were too many join keys', async () => {
    const list = (name: string) => Array.from({ length: 150 }, (_, index) => `${name}${index}`);
    const folder = workspace({ 'keys.json': lines({ a: list('a'), b: list('b') }, { a: 'a0', b: 'b1' }) });
    const text = 'by a, b [any where true] [any where true]';
    for (const kind of ['sequence', 'sample']) {
      const asked = [...ndjson, ...document, ...eql, `${kind} ${text}`, join(folder, 'keys.json')];
      const { stdout, stderr } = await query(...asked);
      expect(JSON.parse(stdout).join_keys).toEqual(['a0', 'b1']);
      expect(stderr).toContain('with more than 10,000 join keys: the others of these were left out');
    }
  });

  it('are of a period, whose end is not part of it', async () => {
    const of = async (...period: readonly string[]) =>
      (await query(...ndjson, ...document, ...period, '*', file('documents.json'))).stdout;
    const [end, start, other] = documents.map((each) => lines(each));
    expect(await of('--since', '2026-03-01T10:00:02.5')).toBe(`${end}${other}`);
    expect(await of('--until', '2026-03-01T10:00:02.5')).toBe(start);
    expect(await of('--since', '2026-03-02')).toBe('');
  });

  it('know the time that they are asked to take for now', async () => {
    const of = async (now: string) =>
      (await query(...ndjson, ...document, '--now', now, '@timestamp > now-2s', file('documents.json')))
        .stdout;
    expect(await of('2026-03-01T10:00:06')).toBe(lines(documents[2] as JsonObject));
    expect(await of('2026-03-02')).toBe('');
  });

  it('are the same through a pipe, which is read once', async () => {
    const args = ['query', ...ndjson, ...document, 'n: *', '-', 'documents.json'];
    const { stdout, code } = await harrier(args, { cwd, input: gzipSync(lines({ n: 7 })) });
    expect(stdout).toBe(lines({ n: 7 }, ...documents));
    expect(code).toBe(0);
  });
});

it('gives a terminal nothing to obey', async () => {
  const found = await query('--output', 'table', ...document, 'who.name: *', join(cwd, 'documents.json'));
  expect(found.stdout).toContain('a\\u{1b}[2J\\u{202e}b\\nc');
  expect(found.stdout + found.stderr).not.toMatch(/[^\P{C}\n]/u);
});

it('is as wide as it is asked to be', async () => {
  const joined = 'sequence by name, path [any where true] [any where true]';
  for (const width of [40, 80, 119, 120, 200]) {
    vi.stubEnv('COLUMNS', String(width));
    const tables = [
      await query('--output', 'table', 'kubernetes.audit.verb: get', join(cwd, 'audit.json')),
      await query('--output', 'table', ...document, 'name: * and path: *', join(cwd, 'wide.json')),
      await query('--output', 'table', ...document, ...eql, joined, join(cwd, 'keyed.json')),
    ];
    for (const { stdout } of tables) {
      expect(stdout).not.toBe('');
      for (const line of stdout.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(width);
    }
  }
  vi.unstubAllEnvs();
});

it('ends without a word when nobody reads on', async () => {
  const main = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));
  const command = `"${process.execPath}" "${main}" query --format document 'n: *' - | head -n 1`;
  const child = spawn('bash', ['-o', 'pipefail', '-c', command], { cwd });
  child.stdin.on('error', () => {});
  child.stdin.end(Array.from({ length: 200_000 }, (_, n) => `{"n":${n}}\n`).join(''));
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (output.stdout += chunk));
  child.stderr.on('data', (chunk) => (output.stderr += chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect({ ...output, code }).toEqual({ stdout: '{"n":0}\n', stderr: '', code: 0 });
});
