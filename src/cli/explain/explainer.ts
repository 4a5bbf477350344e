/** Which of a rule's conditions hold for an event, and what their fields have there. */
import { emitModule, type LoweredRule } from '../../compile/codegen/emit-module.ts';
import { type Condition, conditionsOf } from '../../compile/conditions/conditions.ts';
import type { LoadedRule } from '../../compile/rules/loaded-rule.ts';
import type { Stage } from '../../match/rule-set.ts';
import type { SourcedEvent } from '../../schema/audit-event.ts';
import type { Field } from '../../schema/field.ts';
import { headOf } from '../../schema/head.ts';
import type { Reader } from '../../schema/reader.ts';
import { auditTarget } from '../../source/audit/target.ts';
import { runtimeUrl } from '../package-root.ts';
import { importRuleSets } from '../rules.ts';

/** A condition, and what became of it. */
export interface Explained {
  readonly kind: Condition['kind'];
  readonly text: string;
  readonly holds: boolean;
  readonly of: readonly Explained[];
  /** Of each of the condition's fields; undefined for one that the event does not have. */
  readonly values: ReadonlyMap<string, unknown>;
}

export interface Explainer {
  /** @returns a tree for each kind of event that the rule is about: a sequence has several */
  explain(event: SourcedEvent): readonly Explained[];
}

/** @returns undefined if the rule's query has no conditions of events, or does not compile */
export async function explainerFor(rule: LoadedRule): Promise<Explainer | undefined> {
  if (!('query' in rule) || rule.query === undefined) return undefined;
  const { query } = rule;
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
  const values = Object.entries(stage?.fields ?? {}).map(
    ([name, read]) => [name, read(event, context, head)] as const,
  );
  return {
    kind,
    text,
    holds: stage?.test(event, context, head) ?? false,
    of: condition.of.map((each) => explained(each, stages, sourced)),
    values: new Map(values),
  };
}

function withParts(condition: Condition): readonly Condition[] {
  return [condition, ...condition.of.flatMap(withParts)];
}

/** A condition as if it were a rule: only its test is used. */
function asRule({ metadata }: LoadedRule, { predicate, fields }: Condition, reader: Reader): LoweredRule {
  const resolved = fields.flatMap((name): readonly Field[] => {
    const field = reader.resolve(name.replace(/^\?/, ''));
    return field === undefined ? [] : [{ ...field, name }];
  });
  return { rule: { ...metadata, type: 'query' }, stages: [{ predicate, requires: {}, fields: resolved }] };
}

function isNever(predicate: Condition['predicate']): boolean {
  return predicate.kind === 'constant' && !predicate.value;
}
