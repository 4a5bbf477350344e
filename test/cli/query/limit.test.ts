/** A query that has all of its rows reads no more: seen by how many lines are taken from a stream. */

import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import type { Input } from '../../../src/cli/inputs.ts';
import { askedFor } from '../../../src/cli/query/asked.ts';
import { esql } from '../../../src/cli/query/esql.ts';
import type { Setting } from '../../../src/cli/query/language.ts';
import { QueryReport } from '../../../src/cli/query/query-report.ts';
import { runSearch } from '../../../src/cli/query/run-search.ts';
import { typedReader } from '../../../src/schema/typed-reader.ts';
import { workspace } from '../workspace.ts';
import { query } from './run.ts';

const lines = 5000;
const linesOfChunk = 10;

/** An input that knows what was taken from it. */
class Counted implements Input {
  readonly name: string;
  taken = 0;
  /** Whether whoever read it is done with it. */
  isClosed = true;

  constructor(name: string) {
    this.name = name;
  }

  async *open(): AsyncGenerator<Uint8Array> {
    this.isClosed = false;
    try {
      while (this.taken < lines) {
        let text = '';
        for (let line = 0; line < linesOfChunk; line++)
          text += `{"n":${this.taken++},"list":[1,2,3],"text":"x"}\n`;
        yield Buffer.from(text);
      }
    } finally {
      this.isClosed = true;
    }
  }
}

async function run(text: string) {
  const inputs = [new Counted('one'), new Counted('other')];
  const asked = askedFor(
    { format: 'document', output: 'ndjson', 'timestamp-field': '@timestamp', language: 'esql' },
    {},
  );
  const types = new Map([
    ['n', 'long'],
    ['list', 'long'],
    ['text', 'keyword'],
  ] as const);
  const setting: Setting = {
    ...asked.setting,
    readers: [typedReader(types)],
    documentOf: ({ event }) => event,
    givenTypes: {},
    types,
  };
  const parsed = esql.parse(text);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const { search, problems } = await parsed.compile(setting);
  if (search === undefined) throw new Error(JSON.stringify(problems));
  let printed = '';
  const stdout = new Writable({
    write(chunk: Buffer, _encoding, done) {
      printed += chunk.toString();
      done();
    },
  });
  const report = new QueryReport(asked.input, []);
  const unusable = await runSearch(search, setting, {
    inputs,
    asked,
    report,
    streams: { stdout, stderr: stdout },
  });
  return {
    rows: printed
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line)),
    taken: inputs.map(({ taken }) => taken),
    areClosed: inputs.every(({ isClosed }) => isClosed),
    unusable,
    told: report.render([]),
  };
}

it.each([
  ['FROM a | KEEP n | LIMIT 3', [{ n: 0 }, { n: 1 }, { n: 2 }]],
  ['FROM a | WHERE n >= 100 | EVAL m = n * 2 | KEEP m | LIMIT 2', [{ m: 200 }, { m: 202 }]],
  [
    'FROM a | MV_EXPAND list | KEEP n, list | LIMIT 2',
    [
      { n: 0, list: 1 },
      { n: 0, list: 2 },
    ],
  ],
  ['FROM a | LIMIT 7 | STATS c = COUNT(*), m = MAX(n)', [{ c: 7, m: 6 }]],
  ['FROM a | KEEP n | LIMIT 40 | SORT n DESC | LIMIT 1', [{ n: 39 }]],
  ['FROM a | LIMIT 0', []],
])('%s', async (text, rows) => {
  const { taken, told, ...ran } = await run(text);
  expect(ran).toEqual({ rows, areClosed: true, unusable: [] });
  expect(taken[0]).toBeLessThan(lines / 10);
  expect(taken[1]).toBe(0);
  expect(told).toContain('note: these are all rows that `LIMIT` leaves; what comes behind was not read');
});

it.each([
  ['FROM a | SORT n DESC | KEEP n | LIMIT 1', [{ n: lines - 1 }]],
  ['FROM a | STATS c = COUNT(*) | LIMIT 1', [{ c: 2 * lines }]],
  ['FROM a | INLINE STATS c = COUNT(*) | KEEP n, c | LIMIT 1', [{ n: 0, c: 2 * lines }]],
  ['FROM a | WHERE n < 0 | LIMIT 1', []],
])('%s needs all of them', async (text, rows) => {
  const { taken, told, ...ran } = await run(text);
  expect(ran).toEqual({ rows, areClosed: true, unusable: [] });
  expect(taken).toEqual([lines, lines]);
  expect(told).not.toContain('note');
});

it('says nothing where there was nothing behind, and ends well', async () => {
  const cwd = workspace({ 'few.json': '{"n":1}\n{"n":2}\n', 'others.json': 'no JSON\n' });
  const files = ['few.json', 'others.json'].map((name) => join(cwd, name));
  const ask = (...paths: readonly string[]) =>
    query('--format', 'document', '--output', 'ndjson', '--language', 'esql', 'FROM a | LIMIT 1', ...paths);
  const one = await ask(files[0] as string);
  expect(one).toMatchObject({ code: 0, stdout: '{"n":1}\n' });
  expect(one.stderr).not.toContain('note');
  // What is not read cannot be found to be broken.
  expect(await ask(...files)).toMatchObject({
    code: 0,
    stdout: '{"n":1}\n',
    stderr: expect.stringContaining('note'),
  });
});

it('tells of rows that are in more groups than they are put into', async () => {
  const values = (count: number) => `{"a":[${Array.from({ length: count }, (_, n) => n).join()}]}\n`;
  const cwd = workspace({ 'groups.json': values(10_000) + values(10_001) });
  const ask = (text: string) =>
    query('--format', 'document', '--language', 'esql', text, join(cwd, 'groups.json'));
  const told = 'note: 1 row in more than 10,000 groups: the others of these were left out';
  const groups = await ask('FROM g | STATS c = COUNT(*) BY a | STATS n = COUNT(*), m = SUM(c)');
  expect(groups).toMatchObject({ stdout: '{"n":10000,"m":20000}\n', stderr: expect.stringContaining(told) });
  const rows = await ask('FROM g | INLINE STATS c = COUNT(*) BY a | STATS n = COUNT(*)');
  expect(rows).toMatchObject({ stdout: '{"n":2}\n', stderr: expect.stringContaining(told) });
});
