/** Whole numbers beyond 2^53 in documents: searched, compared and printed with all their digits. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workspace } from '../workspace.ts';
import { query } from './run.ts';

const line = (n: number, id: string, more = ''): string =>
  `{"@timestamp":"2026-03-01T10:00:0${n}Z","n":${n},"id":${id}${more}}\n`;
const all = [
  line(1, '9007199254740993', ',"seq":18446744073709551615,"list":[9007199254740993,9007199254740992,5]'),
  line(2, '9007199254740992', ',"seq":9223372036854775808'),
  line(3, '9007199254740993', ',"seq":9223372036854775809,"fraction":9007199254740993'),
  line(4, '-9223372036854775808', ',"seq":3,"fraction":0.5,"beyond":123456789012345678901234567890'),
];
const cwd = workspace({
  'ids.json': all.join(''),
  'types.json': '{"id":"long","seq":"unsigned_long","list":"keyword"}',
  'keyword.json': '{"id":"keyword"}',
});

async function run(language: string, text: string, ...options: readonly string[]) {
  const common = ['--format', 'document', '--output', 'ndjson', '--language', language];
  const ran = await query(...common, ...options, text, join(cwd, 'ids.json'));
  expect(ran).toMatchObject({ code: 0 });
  return ran;
}
const types = ['--types', join(cwd, 'types.json')];

describe('ES|QL', () => {
  it('prints them, by types that are given or inferred', async () => {
    const text = 'FROM ids | WHERE id > 9007199254740992 | KEEP id, seq, list | LIMIT 1';
    const row = (list: string) => `{"id":9007199254740993,"seq":18446744073709551615,"list":[${list}]}\n`;
    expect((await run('esql', text)).stdout).toBe(row('5,9007199254740992,9007199254740993'));
    expect((await run('esql', text, ...types)).stdout).toBe(row('"5","9007199254740992","9007199254740993"'));
  });

  it('computes with them, and gives whole documents', async () => {
    const text = `FROM ids METADATA _source | SORT seq DESC
      | EVAL next = id + 1, text = id::keyword, d = id::double | KEEP _source, next, text, d | LIMIT 1`;
    expect((await run('esql', text)).stdout).toBe(
      `{"_source":${all[0]?.trim()},"next":9007199254740994,"text":"9007199254740993","d":9007199254740992}\n`,
    );
  });

  it('tells groups apart by them', async () => {
    const text = 'FROM ids | STATS c = COUNT(*), s = SUM(id), m = MAX(seq) BY id | SORT id DESC';
    expect((await run('esql', text)).stdout).toBe(
      [
        '{"c":2,"s":18014398509481986,"m":18446744073709551615,"id":9007199254740993}\n',
        '{"c":1,"s":9007199254740992,"m":9223372036854775808,"id":9007199254740992}\n',
        '{"c":1,"s":-9223372036854775808,"m":3,"id":-9223372036854775808}\n',
      ].join(''),
    );
  });

  it('has floating point numbers where a field has them, and where no 64 bits hold a number', async () => {
    const text = 'FROM ids | WHERE fraction IS NOT NULL | KEEP fraction, beyond | SORT fraction DESC';
    expect((await run('esql', text)).stdout).toBe(
      '{"fraction":9007199254740992,"beyond":null}\n{"fraction":0.5,"beyond":1.2345678901234568e+29}\n',
    );
  });

  it('tells what 64 bits do not hold', async () => {
    const { stdout, stderr } = await run('esql', 'FROM ids | EVAL r = seq + 1 | KEEP r | LIMIT 1', ...types);
    expect(stdout).toBe('{"r":null}\n');
    expect(stderr).toContain('`seq + 1` is null: long overflow');
  });
});

describe('EQL and KQL', () => {
  const found = async (language: string, text: string, ...options: readonly string[]) => {
    const { stdout } = await run(language, text, ...options);
    const numbers = [...stdout.matchAll(/"n":(\d)/g)].map(([, n]) => Number(n));
    // As they were read, to the last digit.
    for (const n of numbers) expect(stdout).toContain(all[n - 1]?.trim());
    return numbers;
  };

  it.each<readonly [string, readonly number[]]>([
    ['id == 9007199254740993', [1, 3]],
    ['id != 9007199254740993', [2, 4]],
    ['id < 9007199254740993', [2, 4]],
    ['id in (9007199254740992, 5)', [2]],
    ['list == 9007199254740992', [1]],
    ['id <= -9223372036854775807', [4]],
    ['seq > 9223372036854775808', [1, 3]],
    ['seq == 18446744073709551615', [1]],
    ['seq > 2', [1, 2, 3, 4]],
    ['fraction == 9007199254740993', [3]],
    ['string(id) == "9007199254740993"', [1, 3]],
    ['concat(id, "/", n) == "9007199254740992/2"', [2]],
    ['id + 1 == 9007199254740994', [1, 3]],
    ['id - 9007199254740992 == 1', [1, 3]],
    ['-id == 9007199254740993', []],
    ['seq / 2 == 9223372036854775807', [1]],
    ['seq % 10 == 5', [1]],
    ['seq + 1 == null', [1]],
    ['id * 2 == 18014398509481986', [1, 3]],
    ['length(string(fraction)) == 20', [3]],
    ['not (id + 0 >= 9007199254740993)', [2, 4]],
  ])('any where %s', async (condition, numbers) => {
    expect(await found('eql', `any where ${condition}`)).toEqual(numbers);
    expect(await found('eql', `any where ${condition}`, ...types)).toEqual(numbers);
  });

  it.each<readonly [string, readonly number[]]>([
    ['id: 9007199254740993', [1, 3]],
    ['id > 9007199254740992', [1, 3]],
    ['seq: 9223372036854775809', [3]],
    ['9007199254740992', [1, 2]],
    ['i*: 9007199254740992', [2]],
  ])('%s', async (text, numbers) => {
    expect(await found('kuery', text)).toEqual(numbers);
  });

  it('as keywords are their digits', async () => {
    const keyword = ['--types', join(cwd, 'keyword.json')];
    expect(await found('kuery', 'id: *993', ...keyword)).toEqual([1, 3]);
    expect(await found('eql', 'any where endsWith(id, "992") or length(id) == 20', ...keyword)).toEqual([
      2, 4,
    ]);
  });

  it('join by them, and order by them', async () => {
    const sequence = await run('eql', 'sequence by id [any where n == 1] [any where n > 1]');
    expect(sequence.stdout).toContain('"n":3');
    expect(sequence.stdout).toMatch(/"join_keys":\["9007199254740993"\]\}\n$/);
    expect(sequence.stdout.match(/\n/g)).toHaveLength(1);
    const order = ['--timestamp-field', 'none', '--tiebreaker-field', 'seq'];
    expect(await found('eql', 'any where true', ...order)).toEqual([4, 2, 3, 1]);
  });
});
