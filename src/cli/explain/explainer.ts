/** Which of a rule's conditions hold for an event, whatever its language. */
import type { LoadedRule } from '../../compile/rules/loaded-rule.ts';
import { conditionExplainerFor } from './condition-explainer.ts';
import { esqlExplainerFor } from './esql-explainer.ts';
import type { Explainer } from './explained.ts';

/** @returns undefined if the rule's query has no conditions of events, or does not compile */
export async function explainerFor(rule: LoadedRule): Promise<Explainer | undefined> {
  if (rule.type === 'esql') return esqlExplainerFor(rule);
  return 'query' in rule && rule.query ? conditionExplainerFor(rule, rule.query) : undefined;
}

/** @returns what tells whether an event begins a settling period; undefined if the rule has none */
export async function settlingExplainerFor(rule: LoadedRule): Promise<Explainer | undefined> {
  const settling = rule.type === 'new_terms' ? rule.settling : undefined;
  return settling && conditionExplainerFor(rule, settling.query);
}
