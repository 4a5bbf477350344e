/** ES|QL in rules: the query's text to what a rule is of it. */
import { esqlAggregates } from '../../query/esql/aggregates/index.ts';
import { esqlFunctions } from '../../query/esql/functions/index.ts';
import type { Reader } from '../../schema/reader.ts';
import { auditSchema } from './check/schema.ts';
import { planEsql } from './plan-esql.ts';
import { type LoweredEsql, lowerEsqlRule } from './rule/lower-rule.ts';

/** All functions that there are. */
export const registry = { functions: esqlFunctions, aggregates: esqlAggregates };

/** @param reader what the events are: it knows the fields */
export function compileEsql(text: string, reader: Reader): LoweredEsql {
  const { plan, problems } = planEsql(text, auditSchema(reader), registry);
  return plan === undefined ? { kind: 'esql', problems } : lowerEsqlRule(plan, text, problems);
}
