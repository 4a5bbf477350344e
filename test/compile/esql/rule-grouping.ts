/** The groups of a rule, as they are compiled. */
import { ModuleScope } from '../../../src/compile/codegen/module-scope.ts';
import { compileEsql } from '../../../src/compile/esql/compile-esql.ts';
import { emitRuleQuery } from '../../../src/compile/esql/emit/emit-rule-query.ts';
import type { GroupingCode } from '../../../src/match/rule-query.ts';
import { auditReader } from '../../../src/schema/audit-reader.ts';

/** @returns what is compiled of a query's `STATS` but for its functions */
export function groupingOf(text: string): GroupingCode {
  const { query } = compileEsql(`FROM logs-* | ${text}`, auditReader());
  if (query === undefined) throw new Error(text);
  const code = emitRuleQuery(query, 300_000, new ModuleScope()).text;
  // All but the functions is data.
  const data = (name: string) => JSON.parse(new RegExp(`^ +${name}: (.*),$`, 'm').exec(code)?.[1] ?? 'null');
  return {
    aggregates: data('aggregates'),
    dead: data('dead'),
    firstSeen: data('firstSeen'),
    asked: data('asked'),
    isBucket: data('isBucket'),
    values: data('values'),
    least: data('least'),
    rare: data('rare'),
  } as GroupingCode;
}
