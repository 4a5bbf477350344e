/** Rules and exceptions built as the command line builds them. */
import { compileRules } from '../../../src/compile/compile.ts';
import { unexpired } from '../../../src/compile/exceptions/expire.ts';
import type { LocatedProblem } from '../../../src/compile/problem.ts';
import { type LoadOptions, loadRules } from '../../../src/compile/rules/load.ts';
import { auditTarget } from '../../../src/source/audit/target.ts';
import { runtime } from '../../load-module.ts';
import { ruleText } from '../rules/rule-file.ts';

const podsWritten =
  'kubernetes.audit.verb:(create or update) and kubernetes.audit.objectRef.resource: pods and not kubernetes.audit.objectRef.subresource: *';

/** Rules for exceptions to be for; two of them have one name. */
export const rules: Readonly<Record<string, string>> = {
  'rule_1.toml': ruleText(1),
  'pods_written.toml': ruleText(2)
    .replace('"Rule 2"', '"Pods Written"')
    .replace('"kubernetes.audit.verb: get"', `"${podsWritten}"`),
  'twice.toml': ruleText(3).replace('"Rule 3"', '"Twice"'),
  'twice_again.toml': ruleText(4).replace('"Rule 4"', '"Twice"'),
};

export interface Built {
  readonly module: string;
  /** How many exceptions are in the module. */
  readonly applied: number;
  readonly problems: readonly LocatedProblem[];
}

/** @param today as `2026-11-22` */
export function build(folder: string, today: string, options: LoadOptions = {}): Built {
  const loaded = loadRules([folder], options);
  const current = unexpired(loaded.exceptions, today);
  const compiled = compileRules(loaded.rules, {
    target: auditTarget,
    runtime,
    exceptions: current.exceptions,
  });
  const problems = [...loaded.problems, ...current.problems, ...compiled.problems];
  return { module: compiled.module, applied: compiled.exceptions, problems };
}
