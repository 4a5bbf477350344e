/** What responders have at hand reads as the events that are in it. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { findInputs } from '../../src/cli/inputs.ts';
import { noProgress } from '../../src/cli/progress.ts';
import { readAll } from '../../src/cli/read.ts';
import { auditInput } from '../../src/cli/sources.ts';
import { harrier } from './harrier.ts';
import { exec, execRule, lines, workspace } from './workspace.ts';

const events = [exec(1, { note: 'a "quoted", text\nin lines' }), exec(2), exec(3)];
const messages = events.map((event) => JSON.stringify(event));
const scheduler = 'I0301 10:00:00.000000       1 schedule_one.go:1] "scheduled"';
const pretty = (value: unknown) => JSON.stringify(value, null, 4);
const csv = (value: string) => `"${value.replaceAll('"', '""')}"`;

async function tar(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) archive.entry({ name }, content);
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

const filterLogEvents = pretty({
  events: [
    ...messages.map((message, index) => ({
      logStreamName: 'kube-apiserver-audit-0a1b',
      timestamp: 1_772_359_200_000,
      message: `${message}\n`,
      ingestionTime: 1_772_359_201_000,
      eventId: String(index),
    })),
    {
      logStreamName: 'kube-scheduler-0a1b',
      timestamp: 1,
      message: scheduler,
      ingestionTime: 2,
      eventId: '9',
    },
  ],
  searchedLogStreams: [],
});

const forms: Readonly<Record<string, string | Buffer>> = {
  'filter-log-events.json': filterLogEvents,
  'filter-log-events.min.json': JSON.stringify(JSON.parse(filterLogEvents)),
  'filter-log-events.json.gz': gzipSync(lines(...events)),
  'get-query-results.json': pretty({
    queryLanguage: 'CWLI',
    results: messages.map((value) => [
      { field: '@timestamp', value: '2026-03-01 10:00:00.000' },
      { field: '@message', value },
      { field: '@ptr', value: 'CmEKJ' },
    ]),
    statistics: { recordsMatched: 3 },
    status: 'Complete',
  }),
  'filter-log-events.txt': `${messages.map((each, index) => `EVENTS\t${index}\t1772359201000\tkube-apiserver-audit-0a1b\t${each}\t1772359200000\n`).join('')}EVENTS\t9\t2\tkube-scheduler-0a1b\t${scheduler}\t1\nSEARCHEDLOGSTREAMS\tTrue\tkube-apiserver-audit-0a1b\n`,
  'get-log-events.txt': `b/3711\tf/3711\n${messages.map((each) => `EVENTS\t1772359201000\t${each}\t1772359200000\n`).join('')}`,
  'get-query-results.txt': messages
    .map((each) => `RESULTS\t@timestamp\t2026-03-01 10:00:00.000\nRESULTS\t@message\t${each}\n`)
    .join(''),
  'query-messages.json': pretty(messages),
  'query-messages.txt': `${messages.join('\t')}\n`,
  'query-times.json': pretty(messages.map((each) => [1_772_359_200_000, each])),
  'query-times.txt': messages.map((each) => `1772359200000\t${each}\n`).join(''),
  'insights-console.json': pretty(messages.map((message) => ({ '@timestamp': '2026', '@message': message }))),
  'insights.csv': `@timestamp,@message\n${messages.map((each) => `2026-03-01 10:00:00.000,${csv(each)}\n`).join('')}`,
  'insights-bom.csv': `\uFEFF"@message","@logStream"\r\n${messages.map((each) => `${csv(each)},kube-apiserver-audit-0a\r\n`).join('')}${csv(scheduler)},kube-scheduler-0a\r\n`,
  'tail.txt': `2026-03-01T10:00:00.000000+00:00 kube-scheduler-0a1b ${scheduler}\n${messages.map((each) => `2026-03-01T10:00:01.000000+00:00 kube-apiserver-audit-0a1b ${each}\n`).join('')}`,
  'tail-short.txt': messages.map((each) => `2026-03-01T10:00:01 ${each}\n`).join(''),
  'powershell.json': Buffer.from(`\uFEFF${messages.join('\r\n')}`, 'utf16le'),
  'big-endian.json': Buffer.from(`\uFEFF${messages.join('\n')}`, 'utf16le').swap16(),
  'logs.tar': await tar({
    'logs/a.json': lines(...events.slice(0, 2)),
    '._a': 'x',
    'b.json': lines(exec(3)),
  }),
  'logs.tgz': gzipSync(await tar({ 'a.json': filterLogEvents })),
};

const folder = workspace({ ...forms, 'exec.toml': execRule });

/** A ZIP archive of a deflated and a stored file. */
function zip(name: string, files: readonly string[]): void {
  const code = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as z:
    for f in sys.argv[2:]: z.write(f, 'logs/' + f)
`;
  execFileSync('python3', ['-c', code, name, ...files], { cwd: folder });
}

async function read(path: string) {
  const { inputs, problems } = findInputs([path]);
  const found: unknown[] = [];
  const undecodable: unknown[] = [];
  const options = {
    input: auditInput,
    period: { since: undefined, until: undefined },
    known: {},
    progress: noProgress,
  } as const;
  const unusable = await readAll(inputs, options, async (batches) => {
    for await (const batch of batches) {
      found.push(...batch.events.map(({ event }) => event));
      undecodable.push(...batch.undecodable);
    }
  });
  return { found, undecodable, problems: [...problems, ...unusable] };
}

describe('what responders have', () => {
  it.each(Object.keys(forms))('%s', async (name) => {
    expect(await read(join(folder, name))).toEqual({ found: events, undecodable: [], problems: [] });
  });

  it('through standard input as well', async () => {
    const input = readFileSync(join(folder, 'filter-log-events.json'));
    const { code, stdout } = await harrier(['replay', '--rules', 'exec.toml', '--output', 'ndjson', '-'], {
      cwd: folder,
      input,
    });
    expect({ code, alerts: stdout.trim().split('\n').length }).toEqual({ code: 0, alerts: 3 });
  });

  it('that is cut or broken gives what is whole, and says so', async () => {
    const whole = filterLogEvents.indexOf('"eventId": "1"');
    writeFileSync(join(folder, 'cut.json'), filterLogEvents.slice(0, whole + 60));
    const cut = await read(join(folder, 'cut.json'));
    expect(cut.found).toEqual(events.slice(0, 2));
    expect(cut.problems).toMatchObject([{ message: 'its JSON is broken: the end is missing' }]);
    writeFileSync(join(folder, 'torn.tar'), (forms['logs.tar'] as Buffer).subarray(0, 900));
    const torn = await read(join(folder, 'torn.tar'));
    expect(torn.problems).toEqual([
      {
        path: join(folder, 'torn.tar/logs/a.json'),
        message: expect.stringMatching(/its content .* is broken/),
      },
      { path: join(folder, 'torn.tar'), message: expect.stringMatching(/archive is broken/) },
    ]);
  });

  it('loses nothing but an entry of an archive that cannot be unpacked', async () => {
    writeFileSync(
      join(folder, 'mixed.tar'),
      await tar({ 'a.zip': 'PK\x03\x04', 'b.json': lines(...events) }),
    );
    const { found, problems } = await read(join(folder, 'mixed.tar'));
    expect(found).toEqual(events);
    expect(problems).toEqual([
      { path: join(folder, 'mixed.tar/a.zip'), message: expect.stringContaining('unzip it before') },
    ]);
  });

  it.each([
    ['an archive of the kind 7z', Buffer.from('377abcaf271c0004', 'hex')],
    ['an archive of the kind RAR', Buffer.from('526172211a070100', 'hex')],
    ['YAML of', Buffer.from('events:\n- eventId: "1"\n')],
    ['a table of', Buffer.from(`${'-'.repeat(40)}\n|  FilterLogEvents  |\n`)],
  ])('that cannot be read is told: %s', async (what, bytes) => {
    writeFileSync(join(folder, 'unreadable'), bytes);
    const { problems } = await read(join(folder, 'unreadable'));
    expect(problems).toEqual([
      { path: join(folder, 'unreadable'), message: expect.stringContaining(`it is ${what}`) },
    ]);
  });

  it('is not taken for something else', async () => {
    const plain = {
      'export.txt': messages.map((each) => `2026-03-01T10:00:01.123Z ${each}\n`).join(''),
      'list.json': JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items: events }),
    };
    for (const [name, text] of Object.entries(plain)) {
      writeFileSync(join(folder, name), text);
      expect((await read(join(folder, name))).found).toEqual(events);
    }
  });
});

const hasPython = (() => {
  try {
    execFileSync('python3', ['-c', 'import zipfile']);
    return true;
  } catch {
    return false;
  }
})();
if (!hasPython) console.warn('no python3: ZIP archives are not made, and not read');

describe.skipIf(!hasPython)('ZIP archives', () => {
  it('are read, and what is within them', async () => {
    zip('inner.zip', ['tail.txt']);
    zip('logs.zip', ['filter-log-events.json', 'inner.zip']);
    const { found, problems } = await read(join(folder, 'logs.zip'));
    expect(found).toEqual(events);
    expect(problems).toMatchObject([{ message: expect.stringContaining('cannot be read as a stream') }]);
  });

  it('that are broken say so', async () => {
    zip('whole.zip', ['filter-log-events.json']);
    writeFileSync(join(folder, 'half.zip'), readFileSync(join(folder, 'whole.zip')).subarray(0, 200));
    const { problems } = await read(join(folder, 'half.zip'));
    expect(problems).toMatchObject([{ message: expect.stringContaining('the ZIP archive is broken') }]);
  });

  it('lose nothing but an entry that is broken from its beginning, or encrypted', async () => {
    zip('two.zip', ['filter-log-events.json', 'tail.txt']);
    const path = join(folder, 'damaged.zip');
    const bytes = readFileSync(join(folder, 'two.zip'));
    const content = bytes.indexOf('filter-log-events.json') + 'filter-log-events.json'.length;
    writeFileSync(path, Buffer.from(bytes).fill(0xff, content, content + 40));
    const broken = {
      path: `${path}/logs/filter-log-events.json`,
      message: expect.stringContaining('broken'),
    };
    expect(await read(path)).toEqual({ found: events, undecodable: [], problems: [broken] });
    // The first bit of the flags, behind the signatures of the entry and of its line in the list.
    const encrypted = Buffer.from(bytes);
    encrypted.writeUInt16LE(1, encrypted.indexOf('PK\x03\x04', 'latin1') + 6);
    encrypted.writeUInt16LE(1, encrypted.indexOf('PK\x01\x02', 'latin1') + 8);
    writeFileSync(path, encrypted);
    const refused = { ...broken, message: 'it is encrypted: unzip it before' };
    expect(await read(path)).toEqual({ found: events, undecodable: [], problems: [refused] });
  });

  it('through standard input are refused with what to do', async () => {
    zip('std.zip', ['tail.txt']);
    const { code, stderr } = await harrier(['replay', '--rules', 'exec.toml', '-'], {
      cwd: folder,
      input: readFileSync(join(folder, 'std.zip')),
    });
    expect(code).toBe(1);
    expect(stderr).toContain(
      'standard input: it is a ZIP archive, which cannot be read as a stream: unzip it before',
    );
  });
});
