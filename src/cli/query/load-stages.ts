/** Conditions to code that tests events by them, as a build makes it of a rule's. */
import { emitModule } from '../../compile/codegen/emit-module.ts';
import { fold } from '../../compile/passes/fold.ts';
import type { Predicate } from '../../compile/predicate.ts';
import { stageOf } from '../../compile/stage.ts';
import type { ReadField, RuleSet } from '../../match/rule-set.ts';
import { documentRuntimeUrl, runtimeUrl } from '../../project/package-root.ts';
import type { QueryRule } from '../../rule.ts';
import type { Field } from '../../schema/field.ts';
import type { Reader } from '../../schema/reader.ts';

/** A module is of rules. */
const rule: QueryRule = {
  type: 'query',
  id: 'query',
  name: 'Query',
  description: '',
  author: [],
  severity: 'low',
  riskScore: 0,
  tags: [],
  references: [],
  falsePositives: [],
  threat: [],
  buildingBlock: false,
  source: 'query',
};

/** @param stages the fields of each are to be read of events that match it */
export async function loadStages(
  stages: readonly { readonly predicate: Predicate; readonly fields: readonly Field[] }[],
  reader: Reader,
): Promise<RuleSet> {
  const lowered = stages.map(({ predicate, fields }) => stageOf(fold(predicate), [], fields, reader));
  const module = emitModule([{ rule, stages: lowered }], reader.keepsEmpty ? documentRuntimeUrl : runtimeUrl);
  return (await import(`data:text/javascript;base64,${Buffer.from(module).toString('base64')}`)).ruleSet;
}

/** @returns what reads fields of any event, by their names */
export async function loadReaders(
  fields: readonly Field[],
  reader: Reader,
): Promise<Readonly<Record<string, ReadField>>> {
  const { rules } = await loadStages([{ predicate: { kind: 'constant', value: true }, fields }], reader);
  return rules[0]?.stages[0]?.fields ?? {};
}
