/** Exceptions beside the rules, and the example of docs/exceptions.md: each does what the cases beside it say. */
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ExceptionCase } from '../../src/cli/cases/case-file.ts';
import { compileRules } from '../../src/compile/compile.ts';
import { type LoadedException, locationOf } from '../../src/compile/exceptions/loaded-exception.ts';
import { renderProblems } from '../../src/compile/problem.ts';
import { loadRules } from '../../src/compile/rules/load.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import { auditTarget } from '../../src/source/audit/target.ts';
import { folderWith } from '../compile/rules/rule-file.ts';
import { loadModule, runtime } from '../load-module.ts';
import { alertsOf } from './alerts-of.ts';
import { readExceptionCases } from './cases.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const loaded = loadRules([`${root}rules`, `${root}docs/exceptions.example.toml`], { profiles: 'all' });
/** The cases say what an exception does while it is applied, whatever today is. */
const exceptions = loaded.exceptions.map(({ expires: _, ...exception }): LoadedException => exception);

async function ruleSetWith(applied: readonly LoadedException[]): Promise<RuleSet> {
  const { module } = compileRules(loaded.rules, { target: auditTarget, runtime, exceptions: applied });
  return (await loadModule(module)).ruleSet as RuleSet;
}

async function alertsIn(ruleSet: RuleSet, { events, rule, cluster, cut }: ExceptionCase): Promise<number> {
  const alerts = await alertsOf(ruleSet, events, { cluster, partial: cut });
  return alerts.filter((alert) => alert.rule.id === rule || alert.rule.name === rule).length;
}

const plain = await ruleSetWith([]);
const files = await Promise.all(
  [...Map.groupBy(exceptions, ({ file }) => file.path)].map(async ([path, own]) => ({
    path: relative(root, path),
    tests: path.replace(/\.toml$/, '.test.json'),
    together: await ruleSetWith(own),
    each: await Promise.all(
      own.map(async (exception) => ({
        exception,
        place: locationOf(exception),
        alone: await ruleSetWith([exception]),
      })),
    ),
  })),
);

it('are built without an error', () => {
  const compiled = compileRules(loaded.rules, { target: auditTarget, runtime, exceptions });
  const errors = [...loaded.problems, ...compiled.problems].filter(({ severity }) => severity === 'error');
  expect(renderProblems(errors)).toBe('');
  expect(compiled.exceptions).toBe(exceptions.length);
});

it('of docs/exceptions.md are built, with a warning of the one that it warns of', () => {
  const text = readFileSync(`${root}docs/exceptions.md`, 'utf8');
  const blocks = [...text.matchAll(/```toml\n(\[\[exception.*?)```/gs)].map(([, block = '']) => block);
  const folder = folderWith({ 'exceptions.toml': blocks.join('\n') });
  const documented = loadRules([`${root}rules`, folder]);
  const compiled = compileRules(documented.rules, {
    target: auditTarget,
    runtime,
    exceptions: documented.exceptions.filter(({ file }) => file.path.startsWith(folder)),
  });
  expect(compiled.exceptions).toBe(blocks.length);
  expect([...documented.problems, ...compiled.problems].map(({ code }) => code)).toEqual([
    'exception-any-element',
  ]);
});

describe.each(files)('$path', ({ tests, together, each }) => {
  it('has a test file', () => {
    expect(existsSync(tests), `there is no ${relative(root, tests)}`).toBe(true);
  });

  const cases = existsSync(tests) ? readExceptionCases(tests) : [];

  it('has no two cases of one name', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });

  it.each(cases)('$name', async (own) => {
    expect(await alertsIn(plain, own), 'alerts without exceptions').toBeGreaterThan(0);
    expect(await alertsIn(together, own), 'alerts with the exceptions of the file').toBe(own.alerts);
  });

  it.each(each)(
    '$place is tested by what it silences, and by what it leaves',
    async ({ exception, alone }) => {
      const about = cases.filter(({ rule }) => concerns(exception, rule));
      const left = await Promise.all(about.map((own) => alertsIn(alone, own)));
      expect(left, `a case of its rules that ${locationOf(exception)} silences`).toContain(0);
      expect(
        left.some((alerts) => alerts > 0),
        `a case of its rules that ${locationOf(exception)} leaves`,
      ).toBe(true);
    },
  );
});

function concerns({ rules }: LoadedException, rule: string): boolean {
  return rules === 'all' || rules.some(({ id, name }) => id === rule || name === rule);
}
