/** The profiles beside the rules: what they may except, and what they leave. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { alertsOfCase, readDetectionCases, withoutNewTerms } from '../../scripts/detection.ts';
import { compileRules } from '../../src/compile/compile.ts';
import { loadRules } from '../../src/compile/rules/load.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import { auditTarget } from '../../src/source/audit/target.ts';
import { loadModule, runtime } from '../load-module.ts';
import { sharedData } from '../shared-data.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const loaded = loadRules([join(root, 'rules')], { profiles: 'all' });
const ofProfiles = loaded.exceptions.filter(({ source }) => source.startsWith('profiles/'));

it('are those of docs/exceptions.md', () => {
  const rows = loaded.profiles.map(
    ({ name, about, namespace }) => `| \`${name}\` | ${about} | \`${namespace}\` |\n`,
  );
  expect(rows.length).toBeGreaterThan(10);
  expect(readFileSync(join(root, 'docs/exceptions.md'), 'utf8')).toContain(rows.join(''));
});

it('bind each exception to service accounts by their whole names, which the API server vouches for', () => {
  const bound =
    /^user\.name:(?:"system:serviceaccount:[a-z-]+:[a-z-]+"|\("system:serviceaccount:[a-z-]+:[a-z-]+"(?: or "system:serviceaccount:[a-z-]+:[a-z-]+")+\))(?: and\n|\n$)/;
  expect(ofProfiles.length).toBeGreaterThan(20);
  for (const { condition } of ofProfiles) {
    expect(condition.text).toMatch(bound);
    // Everything behind the identity narrows it.
    expect(condition.text.replace(bound, '').replaceAll(/\([^()]*\)/g, '')).not.toMatch(/\bor\b/);
  }
});

it('leave what gives the rights of an administrator or the whole of a node by hand', () => {
  const severe = loaded.rules
    .filter(({ metadata: { severity } }) => severity === 'high' || severity === 'critical')
    .map(({ metadata: { name } }) => name);
  const excepted = ofProfiles.flatMap(({ rules }) =>
    rules === 'all' ? severe : rules.map(({ name }) => name),
  );
  expect(severe.filter((name) => excepted.includes(name))).toEqual([]);
});

const cases = sharedData('detection/cases.ndjson');
it.skipIf(cases === undefined)('leave every attack of the labelled cases detected', async () => {
  const { module } = compileRules(loaded.rules, {
    target: auditTarget,
    runtime,
    exceptions: loaded.exceptions,
  });
  const ruleSet = withoutNewTerms((await loadModule(module)).ruleSet as RuleSet);
  const missed: string[] = [];
  for (const { id, label, events } of readDetectionCases(cases ?? '')) {
    if (label === 'attack' && (await alertsOfCase(ruleSet, events)).length === 0) missed.push(id);
  }
  expect(missed).toEqual([]);
});
