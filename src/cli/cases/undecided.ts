/** Conditions of a rule that no case decides: without one of them every case would end the same. */
import { compileRules } from '../../compile/compile.ts';
import { variantsOf } from '../../compile/conditions/conditions.ts';
import type { LoadedRule } from '../../compile/rules/loaded-rule.ts';
import { runtimeUrl } from '../../project/package-root.ts';
import { auditTarget } from '../../source/audit/target.ts';
import { importRuleSets } from '../rules.ts';
import { withQuery, withSettling } from '../with-query.ts';
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
  if (cases.length === 0) return [];
  const variants = variantsOfRule(rule);
  const { module } = compileRules(
    variants.map((variant) => variant.rule),
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
    .filter((variant) => open.has(variant.rule.metadata.id))
    .map(({ text, at }) => ({ text, line: lineOf(rule, at) }));
}

/** A rule without one of its conditions, in its query or in that which says who settles. */
interface RuleVariant {
  /** Under an id of its own. */
  readonly rule: LoadedRule;
  /** The condition, and where it is in the file. */
  readonly text: string;
  readonly at: number;
}

function variantsOfRule(rule: LoadedRule): readonly RuleVariant[] {
  if (!('query' in rule) || rule.query === undefined) return [];
  const { query, metadata } = rule;
  const ofQuery = variantsOf(query).map(({ query: text, ...of }, index) => ({
    rule: withQuery(rule, text, `${metadata.id} ${index}`),
    text: of.text,
    at: query.toFile(of.span.start),
  }));
  const settling = rule.type === 'new_terms' ? rule.settling : undefined;
  if (settling === undefined) return ofQuery;
  const ofSettling = variantsOf(settling.query).map(({ query: text, ...of }, index) => ({
    rule: withSettling(rule, text, `${metadata.id} settling ${index}`),
    text: of.text,
    at: settling.query.toFile(of.span.start),
  }));
  return [...ofQuery, ...ofSettling];
}

function lineOf({ file }: LoadedRule, offset: number): number {
  return file.text.slice(0, offset).split('\n').length;
}
