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

const cases = ['kql', 'eql', 'esql-functions'].map((name) => read(`../../cases/${name}.toml`)).join('');
const columns = read('../../cases/esql-columns.toml');
const plans = read('../esql/golden/plans.txt') + read('../esql/plans.test.ts');
/** What ES|QL's commands and types say in place of a result. */
const refusals = read('../../../src/compile/esql/words.ts') + read('../../../src/compile/esql/refusals.ts');
const functions = read('../../../docs/functions.md');
const golden = [
  ...['golden/syntax-problems.txt', 'golden/meaning-problems.txt'],
  ...['../eql/golden/meaning-problems.txt', '../esql/golden/meaning-problems.txt'],
  ...['../esql/golden/syntax-problems.txt', '../esql/golden/event-problems.txt'],
]
  .map(read)
  .join('');

describe('docs/semantics.md', () => {
  it.each(rows.map((cells) => [cells[0], cells]))('says all of: %s', (_what, cells) => {
    expect(cells).toHaveLength(5);
    const [kind, name = ''] = (cells[4] ?? '').split(/: (.*)/s);
    const named = [...(cells[0] ?? '').matchAll(/`([A-Z_]+)`/g)].map(([, each = '']) => each);
    if (kind === 'columns') expect(columns).toContain(`rule = "${name}"`);
    // Each function's page has its examples, which are run.
    else if (kind?.startsWith('examples of')) for (const each of named) expect(functions).toContain(each);
    else if (kind?.startsWith('plans of '))
      expect(plans).toMatch(new RegExp(kind.slice('plans of '.length), 'i'));
    else if (kind?.startsWith('problems of '))
      for (const each of named) expect(golden + refusals).toMatch(new RegExp(`\\b${each}\\b`, 'i'));
    else if (kind === 'test') expect(read(`../../../${name}`)).toContain('is refused');
    else if (kind === 'cases') expect(cases).toContain(`rule = "${name}"`);
    else if (kind === 'problem') expect(golden).toContain(`[${name}]`);
    else expect.fail(`no test named: ${cells[4]}`);
  });

  it('has rows', () => {
    expect(rows.length).toBeGreaterThan(20);
  });
});
