/** Conditions of a rule that no case decides: without one of them every case would end the same. */
import { compileRules } from '../../compile/compile.ts';
import { variantsOf } from '../../compile/conditions/conditions.ts';
import type { LoadedRule } from '../../compile/rules/loaded-rule.ts';
import { auditTarget } from '../../source/audit/target.ts';
import { runtimeUrl } from '../package-root.ts';
import { importRuleSets } from '../rules.ts';
import { withQuery } from '../with-query.ts';
import type { RuleCase } from './case-file.ts';
import { alertsFor, rulesOf } from './run-cases.ts';

export interface Undecided {
  /** The condition, as written. */
  readonly text: string;
  /** In the rule's file, from 1. */
  readonly line: number;
}

/**
 * @param cases that the rule passes
 * @returns in the order of the query; a condition without which the rule does not compile is decided by the build
 */
export async function undecidedIn(
  rule: LoadedRule,
  cases: readonly RuleCase[],
): Promise<readonly Undecided[]> {
  if (!('query' in rule) || rule.query === undefined || cases.length === 0) return [];
  const { query, metadata } = rule;
  const variants = variantsOf(query).map((variant, index) => ({ ...variant, id: `${metadata.id} ${index}` }));
  const { module } = compileRules(
    variants.map(({ query: text, id }) => withQuery(rule, text, id)),
    { target: auditTarget, runtime: runtimeUrl },
  );
  const ruleSets = await importRuleSets(module);
  const open = new Set(rulesOf(ruleSets).map(({ id }) => id));
  for (const { events, alerts, cut } of cases) {
    if (open.size === 0) break;
    const found = Map.groupBy(await alertsFor(ruleSets, events, { partial: cut }), (alert) => alert.rule.id);
    for (const id of open) if ((found.get(id)?.length ?? 0) !== alerts) open.delete(id);
  }
  return variants
    .filter(({ id }) => open.has(id))
    .map(({ text, span }) => ({ text, line: lineOf(rule, query.toFile(span.start)) }));
}

function lineOf({ file }: LoadedRule, offset: number): number {
  return file.text.slice(0, offset).split('\n').length;
}
