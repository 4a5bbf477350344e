/** Rule files -> rules for the compiler, or everything that is wrong with them. */
import { type LocatedProblem, type Problem, position, type SourceFile, type Span } from '../problem.ts';
import { parseToml, type TomlFile } from '../toml/parse.ts';
import { placeAt, valueAt } from '../toml/places.ts';
import { assemble } from './assemble.ts';
import { checkMaturity } from './checks/maturity.ts';
import { checkNewTerms } from './checks/new-terms.ts';
import { checkSearched } from './checks/searched.ts';
import { checkSeverity } from './checks/severity.ts';
import { checkThreat } from './checks/threat.ts';
import { findRuleFiles, noRules } from './find.ts';
import type { LoadedRule } from './loaded-rule.ts';
import { readSource } from './read.ts';
import { checkShape } from './shape.ts';

export interface LoadedRules {
  /** The rules without an error, by path. */
  readonly rules: readonly LoadedRule[];
  /** All problems of all files, by path and place. */
  readonly problems: readonly LocatedProblem[];
}

/**
 * Loads rule files of Elastic's format. Of which types and languages they are does not matter here: what can run is
 * for the compiler to say.
 * @param paths files and folders; see findRuleFiles
 */
export function loadRules(paths: readonly string[]): LoadedRules {
  const found = findRuleFiles(paths);
  const problems: LocatedProblem[] = [...found.problems];
  const rules: LoadedRule[] = [];
  const ids = new Map<string, { file: SourceFile; span: Span }>();
  for (const { path, source } of found.files) {
    const file = readSource(path);
    if ('problem' in file) {
      problems.push(file.problem);
      continue;
    }
    const loaded = loadRule(file, source);
    const taken = claimId(ids, file, loaded.id);
    const all = taken === undefined ? loaded.problems : [...loaded.problems, taken];
    problems.push(...all.toSorted(byPlace).map((problem) => ({ ...problem, file })));
    if (taken === undefined && loaded.rule !== undefined) rules.push(loaded.rule);
  }
  const [first] = paths;
  if (first !== undefined && rules.length === 0 && problems.every(isWarning)) problems.push(noRules(first));
  return { rules, problems };
}

interface LoadedFile {
  readonly rule?: LoadedRule;
  readonly id?: { readonly value: unknown; readonly span: Span };
  readonly problems: readonly Problem[];
}

function loadRule(file: SourceFile, source: string): LoadedFile {
  const toml = parseToml(file);
  if ('problem' in toml) return { problems: [toml.problem] };
  if (valueAt(toml.value, ['rule']) === undefined) return { problems: [notARule(toml)] };

  const shape = checkShape(toml);
  const problems = [
    ...shape.problems,
    ...checkSeverity(toml),
    ...checkSearched(toml),
    ...checkNewTerms(toml),
    ...checkThreat(toml),
    ...checkMaturity(toml),
  ];
  const id = placeAt(toml.places, ['rule', 'rule_id']);
  const usable = shape.checked !== undefined && problems.every(isWarning);
  return {
    problems,
    ...(id === undefined ? {} : { id: { value: valueAt(toml.value, ['rule', 'rule_id']), span: id.value } }),
    ...(usable ? { rule: assemble(toml, shape.checked, source) } : {}),
  };
}

function notARule(toml: TomlFile): Problem {
  const exceptions = placeAt(toml.places, ['exception']);
  if (exceptions === undefined) {
    const message = 'the file has no [rule]';
    return {
      severity: 'error',
      code: 'not-a-rule',
      message,
      hint: 'a rule file has its keys below a header [rule]',
    };
  }
  return {
    severity: 'warning',
    code: 'exceptions-not-applied',
    message: 'the exceptions in this file are not applied: rules do not take any yet',
    span: exceptions.key,
  };
}

/** Alerts, state and exceptions know a rule by its id alone, so no two rules may share one. */
function claimId(
  ids: Map<string, { file: SourceFile; span: Span }>,
  file: SourceFile,
  id: LoadedFile['id'],
): Problem | undefined {
  if (typeof id?.value !== 'string') return undefined;
  const first = ids.get(id.value);
  if (first === undefined) {
    ids.set(id.value, { file, span: id.span });
    return undefined;
  }
  return {
    severity: 'error',
    code: 'duplicate-rule-id',
    message: `the id is also that of ${first.file.path}:${position(first.file.text, first.span.start).line}`,
    hint: 'each rule needs an id of its own; if it is the same rule, keep one of the files',
    span: id.span,
  };
}

function isWarning({ severity }: Problem): boolean {
  return severity === 'warning';
}

function byPlace(a: Problem, b: Problem): number {
  return (a.span?.start ?? -1) - (b.span?.start ?? -1);
}
