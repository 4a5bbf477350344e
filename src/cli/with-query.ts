import type { LoadedRule } from '../compile/rules/loaded-rule.ts';

/**
 * @param id under which the other is found among its like
 * @returns the rule with another query, to see what that finds; a rule without a query as it is
 */
export function withQuery(rule: LoadedRule, text: string, id: string): LoadedRule {
  if (!('query' in rule) || rule.query === undefined) return rule;
  const query = { ...rule.query, text, toFile: () => 0 };
  return { ...rule, metadata: { ...rule.metadata, id }, query } as LoadedRule;
}

/** As `withQuery`, for the query that says when subjects begin to settle. */
export function withSettling(rule: LoadedRule, text: string, id: string): LoadedRule {
  if (rule.type !== 'new_terms' || rule.settling === undefined) return rule;
  const query = { ...rule.settling.query, text, toFile: () => 0 };
  return { ...rule, metadata: { ...rule.metadata, id }, settling: { ...rule.settling, query } };
}
