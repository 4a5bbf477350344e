/** `[rule.settling]` of a new terms rule: which events are creations of subjects, and what they say of them. */
import type { Settling } from '../rule.ts';
import type { Reader } from '../schema/reader.ts';
import type { LoweredStage } from './codegen/emit-module.ts';
import { FieldResolver } from './field-resolver.ts';
import { compileKql } from './kql/compile-kql.ts';
import { fold } from './passes/fold.ts';
import type { LocatedProblem, Problem } from './problem.ts';
import { inFile, type LoadedNewTermsRule, type LoadedSettling } from './rules/loaded-rule.ts';
import { historyOf, units } from './schedule.ts';
import { stageOf } from './stage.ts';

export interface LoweredSettling {
  /** Absent, both, if any problem is an error. */
  readonly settling?: Settling;
  /** Exceptions are none of it: they say which acts are no news, and not which subjects are old. */
  readonly stage?: LoweredStage;
  readonly problems: readonly LocatedProblem[];
}

export function compileSettling(
  { file, newTerms }: LoadedNewTermsRule,
  { query, field, value, duration }: LoadedSettling,
  reader: Reader,
): LoweredSettling {
  const own: Problem[] = [];
  const compiled = compileKql(query.text, reader);
  const predicate = compiled.predicate && fold(compiled.predicate);
  if (predicate?.kind === 'constant' && !predicate.value) own.push(neverBegins(query));
  const names = newTerms.fields.map((each) => each.value);
  if (!names.includes(field.value)) own.push(noSubject(field, names));
  const found = new FieldResolver(reader, own).resolve({ text: value.value, span: value.span });
  const length = duration.value.value * units[duration.value.unit];
  // What is wrong with the window is told where it is read.
  const windowProblems: Problem[] = [];
  const window = historyOf(newTerms.historyWindowStart, windowProblems);
  if (windowProblems.length === 0 && length > window) own.push(tooLong(duration, newTerms));
  const problems = [
    ...compiled.problems.map((problem) => inFile(file, query, problem)),
    ...own.map((problem) => ({ file, ...problem })),
  ].toSorted((one, other) => (one.span?.start ?? 0) - (other.span?.start ?? 0));
  if (predicate === undefined || found === undefined || problems.some(({ severity }) => severity === 'error'))
    return { problems };
  return {
    settling: { field: field.value, value: value.value, duration: length },
    stage: stageOf(predicate, [], [{ ...found, name: value.value }], reader),
    problems,
  };
}

function neverBegins({ span }: LoadedSettling['query']): Problem {
  return {
    severity: 'error',
    code: 'never-matches',
    message: 'nothing can begin a settling period: the conditions contradict what is known of every event',
    hint: 'compare its constants with the rule’s `index`, and look for fields that are never set',
    span,
  };
}

function noSubject({ value, span }: LoadedSettling['field'], names: readonly string[]): Problem {
  return {
    severity: 'error',
    code: 'settling-field',
    message: `\`${value}\` is none of the fields whose new terms the rule looks for`,
    hint: `whoever settles is the value of one of them: ${names.map((name) => `\`${name}\``).join(', ')}`,
    span,
  };
}

function tooLong(
  { value: { value, unit }, span }: LoadedSettling['duration'],
  { historyWindowStart }: LoadedNewTermsRule['newTerms'],
): Problem {
  return {
    severity: 'error',
    code: 'settling-too-long',
    message: `a settling period of ${value}${unit} is longer than the history window, which begins at \`${historyWindowStart.value}\``,
    hint: 'give it as long as a program takes to do once what it does: an hour is much',
    span,
  };
}
