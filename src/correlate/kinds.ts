import type { Rule } from '../rule.ts';
import { esqlKind } from './esql/esql.ts';
import type { Kind } from './kind.ts';
import { newTermsKind } from './new-terms/new-terms.ts';
import { queryKind } from './query.ts';
import { sequenceKind } from './sequence/sequence.ts';
import { thresholdKind } from './threshold/threshold.ts';

/**
 * Each type of rule with its kind. The only place that lists them: a type that is added to `Rule` is a type error here
 * until it has an entry. Signals of a delivery come in this order.
 */
export const kinds: { readonly [Type in Rule['type']]: Kind<Extract<Rule, { type: Type }>> } = {
  query: queryKind,
  new_terms: newTermsKind,
  threshold: thresholdKind,
  sequence: sequenceKind,
  esql: esqlKind,
};

export function kindOf({ type }: Pick<Rule, 'type'>): Kind<Rule> {
  return kinds[type];
}

/** @returns the kinds that some of `items` are of, with those in their order */
export function byKind<Item>(
  items: readonly Item[],
  ruleOf: (item: Item) => Rule,
): readonly (readonly [Kind<Rule>, readonly Item[]])[] {
  const byType = Map.groupBy(items, (item) => ruleOf(item).type);
  return Object.entries(kinds).flatMap(([type, kind]) => {
    const found = byType.get(type as Rule['type']);
    return found === undefined ? [] : [[kind, found] as const];
  });
}
