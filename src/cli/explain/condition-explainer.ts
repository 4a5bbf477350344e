/** Which of the conditions of a query in KQL or EQL hold for an event, and what their fields have there. */
import { emitModule } from '../../compile/codegen/emit-module.ts';
import { type Condition, conditionsOf } from '../../compile/conditions/conditions.ts';
import type { LoadedRule, QueryText } from '../../compile/rules/loaded-rule.ts';
import type { Stage } from '../../match/rule-set.ts';
import { runtimeUrl } from '../../project/package-root.ts';
import type { SourcedEvent } from '../../schema/audit-event.ts';
import { headOf } from '../../schema/head.ts';
import type { Reader } from '../../schema/reader.ts';
import { auditTarget } from '../../source/audit/target.ts';
import { importRuleSets } from '../rules.ts';
import { asRule, type Explained, type Explainer, valuesOf } from './explained.ts';

/**
 * @param query of the rule
 * @returns undefined if the query has no conditions of events, or does not compile
 */
export async function conditionExplainerFor(
  rule: LoadedRule,
  query: QueryText<string>,
): Promise<Explainer | undefined> {
  const readers = auditTarget.readersOf(rule.index);
  const trees = (reader: Reader) => conditionsOf(query, reader);
  const reader =
    readers.find((each) => trees(each).every(({ predicate }) => !isNever(predicate))) ?? readers[0];
  if (reader === undefined) return undefined;
  const conditions = trees(reader);
  if (conditions.length === 0) return undefined;
  const all = conditions.flatMap(withParts);
  const lowered = all.map((condition) => asRule(rule, condition, reader));
  const { rules } = (await importRuleSets(emitModule(lowered, runtimeUrl))).ruleSet;
  const stages = new Map(all.map((condition, index) => [condition, rules[index]?.stages[0]]));
  return { explain: (event) => conditions.map((condition) => explained(condition, stages, event)) };
}

function explained(
  condition: Condition,
  stages: ReadonlyMap<Condition, Stage | undefined>,
  sourced: SourcedEvent,
): Explained {
  const { kind, text } = condition;
  const { event, origin, partial } = sourced;
  const stage = stages.get(condition);
  const context = { origin, partial, now: Date.now() };
  const head = headOf(event, partial);
  return {
    kind,
    text,
    holds: stage?.test(event, context, head) ?? false,
    of: condition.of.map((each) => explained(each, stages, sourced)),
    values: valuesOf(stage, sourced),
  };
}

function withParts(condition: Condition): readonly Condition[] {
  return [condition, ...condition.of.flatMap(withParts)];
}

function isNever(predicate: Condition['predicate']): boolean {
  return predicate.kind === 'constant' && !predicate.value;
}
