import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { renderProblems } from '../../../src/compile/problem.ts';
import { loadRules } from '../../../src/compile/rules/load.ts';

const cases = fileURLToPath(new URL('cases/', import.meta.url));

/** Each rule file of cases/ has something wrong with it; golden/ holds what its author is told. */
describe('diagnostics', () => {
  test.each(readdirSync(cases).sort())('%s', async (name) => {
    const { rules, problems } = loadRules([cases + name]);
    const rendered = renderProblems(problems).replaceAll(cases, '');
    expect(problems).not.toEqual([]);
    expect(rules.length).toBe(problems.some(({ severity }) => severity === 'error') ? 0 : 1);
    await expect(rendered).toMatchFileSnapshot(`golden/${name.replace('.toml', '.txt')}`);
  });
});
