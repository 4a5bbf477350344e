/** Our own rules: each says what an alert's reader needs, and does what the cases beside it say. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { mergePatch } from '../../src/cli/cases/case-file.ts';
import { compileRules } from '../../src/compile/compile.ts';
import { renderProblems } from '../../src/compile/problem.ts';
import { loadRules } from '../../src/compile/rules/load.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import { auditTarget } from '../../src/source/audit/target.ts';
import { loadModule, runtime } from '../load-module.ts';
import { alertsOf } from './alerts-of.ts';
import { readCases } from './cases.ts';

const folder = fileURLToPath(new URL('../../rules/', import.meta.url));
const loaded = loadRules([folder]);
const compiled = compileRules(loaded.rules, { target: auditTarget, runtime });
const { ruleSet } = (await loadModule(compiled.module)) as { ruleSet: RuleSet };

it('loads and compiles every rule without a problem', () => {
  expect(renderProblems([...loaded.problems, ...compiled.problems])).toBe('');
  expect(compiled.skipped).toEqual([]);
  expect(compiled.rules.length).toBeGreaterThanOrEqual(20);
});

it('has a test file for every rule, and none without one', () => {
  const files = readdirSync(folder);
  const rules = files.filter((file) => file.endsWith('.toml')).map((file) => basename(file, '.toml'));
  const tests = files
    .filter((file) => file.endsWith('.test.json'))
    .map((file) => basename(file, '.test.json'));
  expect(tests).toEqual(rules);
});

it('has ids and names that are unique', () => {
  for (const key of ['id', 'name'] as const) {
    const values = compiled.rules.map((rule) => rule[key]);
    expect(new Set(values).size).toBe(values.length);
  }
});

it('references pages of the projects and vendors themselves', () => {
  const own = /^https:\/\/(kubernetes\.io|docs\.aws\.amazon\.com|attack\.mitre\.org)\//;
  expect(compiled.rules.flatMap(({ references }) => references).filter((url) => !own.test(url))).toEqual([]);
});

describe.each(compiled.rules.map((rule) => [basename(rule.source, '.toml'), rule] as const))(
  '%s',
  (name, rule) => {
    it('says what it found, what to make of it and what to do', () => {
      expect(rule.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(rule.author).toEqual(['Harrier']);
      expect(rule.license).toBe('Apache-2.0');
      expect(rule.description.length).toBeGreaterThan(100);
      expect(rule.falsePositives).not.toEqual([]);
      expect(rule.references).not.toEqual([]);
      expect(rule.note).toMatch(/## Triage\n[\s\S]+## Response\n/);
      expect(rule.tags).toEqual(expect.arrayContaining(['Domain: Kubernetes', 'Data Source: Kubernetes']));
    });

    it('is named after its tactic, and tagged with all of them', () => {
      const tactics = rule.threat.map(({ tactic }) => tactic.name);
      expect(tactics).not.toEqual([]);
      expect(name.startsWith(`${String(tactics[0]).toLowerCase().replaceAll(' ', '_')}_`)).toBe(true);
      expect(rule.tags).toEqual(expect.arrayContaining(tactics.map((tactic) => `Tactic: ${tactic}`)));
    });

    const path = join(folder, `${name}.test.json`);
    const cases = existsSync(path) ? readCases(path) : [];

    it('is tested with what it must report, and with near misses', () => {
      expect(cases.filter(({ alerts }) => alerts > 0).length).toBeGreaterThanOrEqual(2);
      expect(cases.filter(({ alerts }) => alerts === 0).length).toBeGreaterThanOrEqual(3);
      expect(new Set(cases.map((each) => each.name)).size).toBe(cases.length);
    });

    it.each(cases)('$name', async ({ events, alerts, cut }) => {
      const own = (await alertsOf(ruleSet, events, { partial: cut })).filter(
        (alert) => alert.rule.id === rule.id,
      );
      expect(own).toHaveLength(alerts);
    });
  },
);

describe('mergePatch', () => {
  // The examples of RFC 7386, appendix A, that events can be changed with.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
    [{ a: 'foo' }, { a: { b: [1] } }, { a: { b: [1] } }],
  ])('%j with %j is %j', (target, change, merged) => {
    expect(mergePatch(target, change)).toEqual(merged);
  });
});
