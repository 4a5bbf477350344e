import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { renderProblems } from '../../../src/compile/problem.ts';
import { folderWith } from '../rules/rule-file.ts';
import { build, rules } from './build.ts';

const cases = new URL('cases/', import.meta.url);

/** Each file of exceptions in cases/ has something wrong with it; golden/ holds what its author is told. */
describe('diagnostics', () => {
  test.each(readdirSync(cases).sort())('%s', async (name) => {
    const folder = folderWith({ ...rules, [name]: readFileSync(new URL(name, cases)) });
    const { problems } = build(folder, '2026-11-22');
    const rendered = renderProblems(problems).replaceAll(`${folder}/`, '');
    expect(problems).not.toEqual([]);
    await expect(rendered).toMatchFileSnapshot(`golden/${name.replace('.toml', '.txt')}`);
  });
});
