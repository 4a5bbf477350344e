import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const docs = new URL('../docs/', import.meta.url);
const page = readFileSync(new URL('threat-model.md', docs), 'utf8');
const links = [...page.matchAll(/\[([^\]]+)\]\(((?:\.\.\/(?:test|rules)\/)[^)]+)\)/g)].map(
  ([, title = '', path = '']) => [title, path] as const,
);
const rows = page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| ---'));

describe('the threat model', () => {
  it.each(links)('names a test that there is: %s', (title, path) => {
    const file = fileURLToPath(new URL(path, docs));
    expect(existsSync(file), `${path} is no file`).toBe(true);
    expect(readFileSync(file, 'utf8')).toContain(title);
  });

  it('names one in each row that says what sees it', () => {
    const unheld = rows.filter((row) => {
      const [, , seen = '', test = ''] = row.split(/(?<!\\)\|/).map((cell) => cell.trim());
      return (
        seen !== 'what sees it' && !seen.startsWith('nothing') && !/\]\(\.\.\/(?:test|rules)\//.test(test)
      );
    });
    expect(rows.length).toBeGreaterThan(20);
    expect(unheld).toEqual([]);
  });

  it('names rules that there are', () => {
    const named = [...page.matchAll(/rules? "([^"]+)"/g)].map(([, name = '']) => name);
    const table = readFileSync(new URL('../rules/README.md', docs), 'utf8');
    expect(named.length).toBeGreaterThan(0);
    for (const name of named) expect(table).toContain(`| ${name} |`);
  });
});
