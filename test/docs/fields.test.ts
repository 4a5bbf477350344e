/** docs/fields.md has every field that the table computes or renames; raw paths are described together. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { auditRoot, dataStreams, eksRoot, fieldTable } from '../../src/schema/table.ts';

const page = readFileSync(new URL('../../docs/fields.md', import.meta.url), 'utf8');

/** The names in the first column of a table: behind `a.b`, `.c` stands for `a.c`. */
function namesIn(cell: string): readonly string[] {
  const [first = '', ...others] = [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
  const parent = first.slice(0, first.lastIndexOf('.'));
  return [first, ...others.map((name) => (name.startsWith('.') ? parent + name : name))];
}

const documented = [...page.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) => namesIn(cell));
/** Of `a.*` and `a.<name>` what stands before. */
const families = documented.flatMap((name) => /^(.+)\.[*<]/.exec(name)?.[1] ?? []);

it.each(dataStreams)('has the fields of $dataset', ({ dataset }) => {
  const named = fieldTable(dataset)
    .filter(({ access }) => access.from !== 'nowhere')
    .map(({ name }) => name)
    .filter((name) => ![auditRoot, eksRoot].some((root) => name.startsWith(`${root}.`)));
  expect(named.length).toBeGreaterThan(40);
  const missing = named.filter(
    (name) =>
      !documented.includes(name) &&
      !families.some((family) => name === family || name.startsWith(`${family}.`)),
  );
  expect(missing).toEqual([]);
});
