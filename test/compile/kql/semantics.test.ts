/** Every difference that docs/semantics.md lists names a test, and the test is there. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

const page = read('../../../docs/semantics.md');
const section = page.slice(page.indexOf('## Where Harrier differs'));
const rows = section
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| what ') && !line.startsWith('| ---'))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()));

const cases = read('../../cases/kql.toml') + read('../../cases/eql.toml');
const golden = [
  ...['golden/syntax-problems.txt', 'golden/meaning-problems.txt'],
  ...['../eql/golden/meaning-problems.txt'],
]
  .map(read)
  .join('');

describe('docs/semantics.md', () => {
  it.each(rows.map((cells) => [cells[0], cells]))('says all of: %s', (_what, cells) => {
    expect(cells).toHaveLength(5);
    const [kind, name = ''] = (cells[4] ?? '').split(/: (.*)/s);
    if (kind === 'cases') expect(cases).toContain(`rule = "${name}"`);
    else if (kind === 'problem') expect(golden).toContain(`[${name}]`);
    else expect.fail(`no test named: ${cells[4]}`);
  });

  it('has rows', () => {
    expect(rows.length).toBeGreaterThan(20);
  });
});
