/** Which of a rule's conditions hold for an event, whatever its language. */
import type { LoadedRule } from '../../compile/rules/loaded-rule.ts';
import { conditionExplainerFor } from './condition-explainer.ts';
import { esqlExplainerFor } from './esql-explainer.ts';
import type { Explainer } from './explained.ts';

/** @returns undefined if the rule's query has no conditions of events, or does not compile */
export function explainerFor(rule: LoadedRule): Promise<Explainer | undefined> {
  return rule.type === 'esql' ? esqlExplainerFor(rule) : conditionExplainerFor(rule);
}
