/** What is told of a rule's conditions for an event, and what finds it. */
import type { LoweredRule } from '../../compile/codegen/emit-module.ts';
import type { Condition } from '../../compile/conditions/conditions.ts';
import type { LoadedRule } from '../../compile/rules/loaded-rule.ts';
import type { Stage } from '../../match/rule-set.ts';
import type { SourcedEvent } from '../../schema/audit-event.ts';
import type { Field } from '../../schema/field.ts';
import { headOf } from '../../schema/head.ts';
import type { Reader } from '../../schema/reader.ts';

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

/** A condition as if it were a rule: only its test and its fields are used. */
export function asRule(
  { metadata }: LoadedRule,
  { predicate, fields }: Pick<Condition, 'predicate' | 'fields'>,
  reader: Reader,
): LoweredRule {
  const resolved = fields.flatMap((name): readonly Field[] => {
    const field = reader.resolve(name.replace(/^\?/, ''));
    return field === undefined ? [] : [{ ...field, name }];
  });
  return { rule: { ...metadata, type: 'query' }, stages: [{ predicate, requires: {}, fields: resolved }] };
}

/** @param stage of a rule that `asRule` made */
export function valuesOf(
  stage: Stage | undefined,
  { event, origin, partial }: SourcedEvent,
): Explained['values'] {
  const context = { origin, partial, now: Date.now() };
  const head = headOf(event, partial);
  const fields = Object.entries(stage?.fields ?? {});
  return new Map(fields.map(([name, read]) => [name, read(event, context, head)]));
}
