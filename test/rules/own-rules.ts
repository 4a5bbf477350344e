/** The rules of `rules/` as they are deployed, and the cases beside them. */
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RuleCase } from '../../src/cli/cases/case-file.ts';
import { compileRules } from '../../src/compile/compile.ts';
import { loadRules } from '../../src/compile/rules/load.ts';
import { defineRuleSet, type RuleSet } from '../../src/match/rule-set.ts';
import type { Rule } from '../../src/rule.ts';
import { auditTarget } from '../../src/source/audit/target.ts';
import { loadModule, runtime } from '../load-module.ts';
import { readCases } from './cases.ts';

const folder = fileURLToPath(new URL('../../rules/', import.meta.url));
const loaded = loadRules([folder]).rules;
const { module } = compileRules(loaded, { target: auditTarget, runtime });

export const { ruleSet } = (await loadModule(module)) as { ruleSet: RuleSet };

/** The same rules, none of which leaves anything to others: what each of them tells of by itself. */
export const unyielding: RuleSet = defineRuleSet(
  ruleSet.rules.map(({ rule, stages }) => {
    if (rule.type !== 'query') return { rule, stages };
    const { yieldsTo: _, ...rest } = rule;
    return { rule: rest, stages };
  }),
);

/** The name of a rule's file. */
export function named({ source }: Rule): string {
  return basename(source, '.toml');
}

const queries = new Map(loaded.map((rule) => [rule.metadata.id, 'query' in rule ? rule.query.text : '']));

/** The text of a rule's query. */
export function queryOf({ id }: Rule): string {
  return queries.get(id) ?? '';
}

/** Somebody is woken by its alerts. */
export function isLoud({ severity }: Rule): boolean {
  return severity === 'high' || severity === 'critical';
}

export const rulesWithCases: readonly { readonly rule: Rule; readonly cases: readonly RuleCase[] }[] =
  ruleSet.rules.map(({ rule }) => ({ rule, cases: readCases(join(folder, `${named(rule)}.test.json`)) }));
