/** Runs EQL conditions the way a build does. */
import { emitModule } from '../../../src/compile/codegen/emit-module.ts';
import type { EqlExpression, EventQuery } from '../../../src/compile/eql/ast.ts';
import { lowerEql } from '../../../src/compile/eql/lower.ts';
import { fold } from '../../../src/compile/passes/fold.ts';
import { stageOf } from '../../../src/compile/stage.ts';
import type { RuleSet } from '../../../src/match/rule-set.ts';
import type { JsonObject, Origin } from '../../../src/schema/audit-event.ts';
import { documentReader } from '../../../src/schema/document-reader.ts';
import type { FieldType } from '../../../src/schema/field.ts';
import { headOf } from '../../../src/schema/head.ts';
import type { Reader } from '../../../src/schema/reader.ts';
import { loadModule, runtime } from '../../load-module.ts';
import type { FieldTypes } from '../../reference/eql/values.ts';
import { now, type Run, rendered, ruleNumber } from '../kql/run-kql.ts';

export function eventQuery(condition: EqlExpression): EventQuery {
  return { kind: 'event', category: null, condition, span: { start: 0, end: 0 } };
}

/** The types of the reference evaluator's fields, as the compiler names them. */
const fieldTypes: Readonly<Record<string, FieldType>> = {
  short: 'long',
  integer: 'long',
  float: 'double',
  wildcard: 'keyword',
  constant_keyword: 'keyword',
};

/** Documents in which the fields exist that an index would have. */
export function readerOf(types: FieldTypes): Reader {
  return {
    ...documentReader(),
    resolve(name) {
      const type = types.of(name);
      const place = { from: 'path', steps: name.split('.'), dotted: true } as const;
      return type === undefined
        ? undefined
        : { name, type: fieldTypes[type] ?? (type as FieldType), access: place };
    },
  };
}

/**
 * Compiles queries into one rule set, as a build does: folded, emitted, loaded, and behind dispatch.
 * @throws if one does not compile
 */
export async function compiled(
  queries: readonly EventQuery[],
  reader: Reader,
  categoryField?: string,
): Promise<Run> {
  const rules = queries.map((query, index) => {
    const { predicate, problems } = lowerEql(query, reader, categoryField);
    if (predicate === undefined) throw new Error(rendered('', problems));
    return { rule: ruleNumber(index), stages: [stageOf(fold(predicate), [], [], reader)] };
  });
  const { ruleSet } = (await loadModule(emitModule(rules, runtime))) as { ruleSet: RuleSet };
  return (event: JsonObject, origin: Origin) =>
    new Set(
      ruleSet
        .candidates(event)
        .filter(({ test }) => test(event, { origin, now }, headOf(event)))
        .map(({ rule }) => Number(rule.id)),
    );
}
