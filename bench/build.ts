/**
 * `npm run bench:build`: whether the build of a rule takes time in proportion to its query. Fails where four times the
 * query takes more than ten times as long: what is quadratic takes sixteen times. The fastest of several counts.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileRules } from '../src/compile/compile.ts';
import { renderProblems } from '../src/compile/problem.ts';
import { loadRules } from '../src/compile/rules/load.ts';
import { auditTarget } from '../src/source/audit/target.ts';

const terms = { small: 1500, large: 6000 };
const runs = 9;
const most = 10;

/** A term of a query, by its number. All terms of a query fit into what a TOML string may hold. */
const queries: Readonly<Record<string, (number: number) => string>> = {
  'one field': (number) => `user.id:${number}`,
  'values without a field': (number) => `v${number}`,
  'fields by wildcards': (number) => `user.*:${number}`,
  'fields that are not known': (number) => `v${number}:1`,
  ranges: (number) => `user.id>${number}`,
};

console.log(
  `| query | ${terms.small} terms, ms | ${terms.large} terms, ms | ratio |\n| --- | ---: | ---: | ---: |`,
);
const folder = mkdtempSync(join(tmpdir(), 'harrier-bench-'));
try {
  for (const [name, term] of Object.entries(queries)) {
    const [small, large] = [terms.small, terms.large].map((count) => fastest(toml(count, term))) as [
      number,
      number,
    ];
    const ratio = large / small;
    console.log(`| ${name} | ${small.toFixed(1)} | ${large.toFixed(1)} | ${ratio.toFixed(1)} |`);
    if (ratio > most) {
      console.error(
        `${name}: four times the query took ${ratio.toFixed(1)} times as long; the budget is ${most}`,
      );
      process.exitCode = 1;
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** @returns milliseconds */
function fastest(text: string): number {
  const file = join(folder, 'rule.toml');
  writeFileSync(file, text);
  const times = Array.from({ length: runs }, () => {
    const began = performance.now();
    const loaded = loadRules([file]);
    const compiled = compileRules(loaded.rules, { target: auditTarget, runtime: 'runtime' });
    renderProblems([...loaded.problems, ...compiled.problems]);
    if (loaded.rules.length !== 1) throw new Error(renderProblems(loaded.problems));
    return performance.now() - began;
  });
  return Math.min(...times);
}

function toml(count: number, term: (number: number) => string): string {
  const query = Array.from({ length: count }, (_, number) => term(number)).join(' or ');
  return `[rule]
author = ["Harrier"]
description = "For the benchmark."
index = ["logs-kubernetes.audit_logs-*"]
language = "kuery"
name = "Benchmark"
query = '''${query}'''
risk_score = 21
rule_id = "00000000-0000-4000-8000-000000000001"
severity = "low"
type = "query"
`;
}
