/** Runs queries the two ways that must agree. */
import { emitModule } from '../../../src/compile/codegen/emit-module.ts';
import { compileKql } from '../../../src/compile/kql/compile-kql.ts';
import { parseKql } from '../../../src/compile/kql/parse.ts';
import { fold } from '../../../src/compile/passes/fold.ts';
import { type Problem, renderProblems } from '../../../src/compile/problem.ts';
import { stageOf } from '../../../src/compile/stage.ts';
import type { RuleSet } from '../../../src/match/rule-set.ts';
import type { Rule } from '../../../src/rule.ts';
import type { JsonObject, Origin } from '../../../src/schema/audit-event.ts';
import { headOf } from '../../../src/schema/head.ts';
import type { Reader } from '../../../src/schema/reader.ts';
import { loadModule, runtime } from '../../load-module.ts';
import { matchesKql } from '../../reference/kql.ts';

/** 2026-03-04T12:00:00Z, a Wednesday. */
export const now = Date.UTC(2026, 2, 4, 12);

/** The indexes of the queries that match. */
export type Run = (event: JsonObject, origin: Origin) => ReadonlySet<number>;

/**
 * Compiles queries into one rule set, as a build does: folded, emitted, loaded, and behind dispatch.
 * @throws if a query does not compile
 */
export async function compiled(queries: readonly string[], reader: Reader): Promise<Run> {
  const rules = queries.map((text, index) => {
    const { predicate, problems } = compileKql(text, reader);
    if (predicate === undefined) throw new Error(rendered(text, problems));
    return { rule: ruleNumber(index), stages: [stageOf(fold(predicate), [], [], reader)] };
  });
  const { ruleSet } = (await loadModule(emitModule(rules, runtime))) as { ruleSet: RuleSet };
  return (event, origin) =>
    new Set(
      ruleSet
        .candidates(event)
        .filter(({ test }) => test(event, { origin, now }, headOf(event)))
        .map(({ rule }) => Number(rule.id)),
    );
}

/** Evaluates a query over a document by the reference evaluator. */
export function referenceMatches(text: string, document: JsonObject, reader: Reader): boolean {
  const parsed = parseKql(text);
  if ('problems' in parsed) throw new Error(rendered(text, parsed.problems));
  return matchesKql(parsed.ast, document, reader, now);
}

export function rendered(text: string, problems: readonly Problem[]): string {
  const file = { path: 'query', text };
  return renderProblems(problems.map((problem) => ({ ...problem, file })));
}

export function ruleNumber(index: number): Rule {
  return {
    type: 'query',
    id: String(index),
    name: `query ${index}`,
    description: '',
    author: [],
    severity: 'low',
    riskScore: 21,
    tags: [],
    references: [],
    falsePositives: [],
    threat: [],
    buildingBlock: false,
    source: 'test.toml',
  };
}
