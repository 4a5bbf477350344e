/** From loaded rules to the rule set module: the compiler's driver. */
import type { Rule } from '../rule.ts';
import type { Reader } from '../schema/reader.ts';
import type { Target } from '../source/target.ts';
import { emitModule, type LoweredRule } from './codegen/emit-module.ts';
import { describeRule, type FilteredRule, isFiltered } from './describe-rule.ts';
import { compileEql } from './eql/compile-eql.ts';
import type { LoweredSequence } from './eql/compile-sequence.ts';
import { compileEsql } from './esql/compile-esql.ts';
import type { LoweredEsql } from './esql/rule/lower-rule.ts';
import { Excepting } from './exceptions/except.ts';
import type { LoadedException } from './exceptions/loaded-exception.ts';
import { compileKql } from './kql/compile-kql.ts';
import { type Obstacle, obstacleAmong } from './obstacle.ts';
import { fold } from './passes/fold.ts';
import type { Predicate } from './predicate.ts';
import type { LocatedProblem } from './problem.ts';
import { inFile, type LoadedRule } from './rules/loaded-rule.ts';
import { compileSettling } from './settling.ts';
import { stageOf } from './stage.ts';
import { yielding } from './yielding.ts';

export interface CompileOptions {
  /** What the rules will be matched against. */
  readonly target: Target;
  /** The specifier by which the module imports `match/runtime`. */
  readonly runtime: string;
  /** To be applied until the day they expire; those that have expired by now are to be left out before. */
  readonly exceptions?: readonly LoadedException[];
}

/** A sound rule that cannot run, and why. */
export interface SkippedRule {
  readonly type: LoadedRule['type'];
  readonly name: string;
  readonly path: string;
  readonly reason: string;
  /** Where in its file the reason is, as `12:3`: line and column. */
  readonly place?: string;
}

export interface Compilation {
  /** The text of the module; it holds every rule that has no error. */
  readonly module: string;
  /** The rules over the source's events. */
  readonly rules: readonly Rule[];
  /** The rules over alerts. */
  readonly alertRules: readonly Rule[];
  readonly skipped: readonly SkippedRule[];
  /** How many exceptions some rule has in the module. */
  readonly exceptions: number;
  readonly problems: readonly LocatedProblem[];
}

type Outcome =
  | {
      readonly lowered: LoweredRule;
      /** Whether the rule is over alerts. */
      readonly overAlerts?: boolean;
      readonly problems: readonly LocatedProblem[];
    }
  | { readonly skipped: Obstacle }
  | { readonly problems: readonly LocatedProblem[] };

/**
 * Compiles what can run. A rule with an error is left out and its problems are returned with those of all others;
 * whether to go on without it is the caller's to decide.
 */
export function compileRules(loaded: readonly LoadedRule[], options: CompileOptions): Compilation {
  const lowered: LoweredRule[] = [];
  const overAlerts: LoweredRule[] = [];
  const skipped: SkippedRule[] = [];
  const problems: LocatedProblem[] = [];
  const excepting = new Excepting(options.exceptions ?? [], readerOfExceptions(loaded, options.target));
  for (const rule of loaded) {
    const outcome = compileRule(rule, options.target, excepting);
    if ('skipped' in outcome) {
      const { type, metadata, file } = rule;
      skipped.push({ type, name: metadata.name, path: file.path, ...outcome.skipped });
    } else {
      problems.push(...outcome.problems);
      if ('lowered' in outcome) (outcome.overAlerts ? overAlerts : lowered).push(outcome.lowered);
    }
  }
  problems.push(...excepting.problems);
  const events = yielding(lowered, loaded);
  const alerts = yielding(overAlerts, loaded);
  problems.push(...events.problems, ...alerts.problems);
  const module = emitModule(events.rules, options.runtime, alerts.rules);
  const rules = events.rules.map(({ rule }) => rule);
  const alertRules = alerts.rules.map(({ rule }) => rule);
  return { module, rules, alertRules, skipped, exceptions: excepting.applied, problems: onceEach(problems) };
}

/** What a condition is checked with, whichever of its rules can run: the alerts' reader if all of them are over alerts. */
function readerOfExceptions(
  loaded: readonly LoadedRule[],
  { reader, overAlerts }: Target,
): (exception: LoadedException) => Reader {
  if (overAlerts === undefined) return () => reader;
  const ids = new Set(
    loaded.filter(({ index }) => overAlerts.readersOf(index).length > 0).map(({ metadata }) => metadata.id),
  );
  return ({ rules }) =>
    rules !== 'all' && rules.every(({ id }) => ids.has(id)) ? overAlerts.reader : reader;
}

/** What settings say of many rules is wrong in one place. */
function onceEach(problems: readonly LocatedProblem[]): readonly LocatedProblem[] {
  const known = new Map(
    problems.map((problem) => [
      JSON.stringify([problem.file.path, problem.span, problem.code, problem.message]),
      problem,
    ]),
  );
  return [...known.values()];
}

function compileRule(rule: LoadedRule, target: Target, excepting: Excepting): Outcome {
  const obstacle = obstacleOf(rule);
  if (obstacle !== undefined || !isFiltered(rule)) return skippedFor(obstacle ?? notYet(rule));
  const readers = target.readersOf(rule.index);
  const ofAlerts = target.overAlerts?.readersOf(rule.index) ?? [];
  if (readers.length > 0 && ofAlerts.length > 0)
    return skippedFor(`it reads events and alerts together: ${rule.index.join(', ')}`);
  if (ofAlerts.length > 0) {
    const outcome = compileQuery(rule, ofAlerts, excepting);
    return 'lowered' in outcome ? { ...outcome, overAlerts: true } : outcome;
  }
  if (readers.length === 0) {
    return skippedFor(
      `it reads ${rule.index.join(', ')}; Harrier stands in for ${standsInFor(target).join(', ')}`,
    );
  }
  return compileQuery(rule, readers, excepting);
}

function skippedFor(reason: string): Outcome {
  return { skipped: { reason } };
}

function standsInFor({ indexes, overAlerts }: Target): readonly string[] {
  return [...indexes, ...(overAlerts?.indexes ?? [])];
}

/** What stands in the way of running a rule as its author meant it. */
function obstacleOf(rule: LoadedRule): string | undefined {
  if (rule.enabled === false) return 'it is disabled (`enabled = false`)';
  if (rule.filters.length > 0) return 'its `filters` narrow the query, and they cannot be run';
  if (isFiltered(rule) && rule.query.language === 'lucene') return 'Lucene queries cannot be run';
  return undefined;
}

function notYet({ type }: LoadedRule): string {
  return `rules of type ${type} cannot be run yet`;
}

/** Compiles for the first data stream in which the rule can match at all. */
function compileQuery(rule: FilteredRule, readers: readonly Reader[], excepting: Excepting): Outcome {
  let first: Outcome | undefined;
  for (const reader of readers) {
    const outcome = compileFor(rule, reader, excepting);
    if ('lowered' in outcome) return outcome;
    first ??= outcome;
  }
  if (first === undefined || 'skipped' in first) return first ?? { problems: [] };
  const obstacle = obstacleAmong(rule, first.problems, readers);
  return obstacle === undefined ? first : { skipped: obstacle };
}

function compileFor(rule: FilteredRule, reader: Reader, excepting: Excepting): Outcome {
  if (rule.type === 'esql')
    return compileEsqlFor(rule, compileEsql(rule.query.text, reader), reader, excepting);
  const compiled = compileFilter(rule, reader);
  if ('kind' in compiled) {
    return compiled.kind === 'sequence'
      ? compileSequenceFor(rule, compiled, reader, excepting)
      : skippedFor(`EQL ${compiled.kind}s cannot be run yet`);
  }
  const problems = compiled.problems.map((problem) => inFile(rule.file, rule.query, problem));
  const settled =
    rule.type === 'new_terms' && rule.settling ? compileSettling(rule, rule.settling, reader) : undefined;
  problems.push(...(settled?.problems ?? []));
  if (compiled.predicate === undefined) return { problems };
  const predicate = fold(compiled.predicate);
  if (isNever(predicate)) return { problems: [...problems, neverMatches(rule)] };
  const described = describeRule(rule, reader, { settling: settled?.settling });
  problems.push(...described.problems.map((problem) => ({ file: rule.file, ...problem })));
  if (described.rule === undefined || (settled !== undefined && settled.stage === undefined))
    return { problems };
  const exceptions = excepting.of(rule, predicate, reader);
  const stages = [
    stageOf(predicate, exceptions, described.fields, reader),
    ...(settled?.stage ? [settled.stage] : []),
  ];
  return { lowered: { rule: described.rule, stages }, problems };
}

/** An exception takes an event out of every stage: for the rule it has not happened. */
function compileSequenceFor(
  rule: FilteredRule,
  { problems: found, sequence }: LoweredSequence,
  reader: Reader,
  excepting: Excepting,
): Outcome {
  const problems = found.map((problem) => inFile(rule.file, rule.query, problem));
  if (sequence === undefined) return { problems };
  const stages = sequence.stages.map((stage) => ({ ...stage, predicate: fold(stage.predicate) }));
  const needed = sequence.rule.steps.filter(({ isMissing }) => !isMissing).map(({ stage }) => stages[stage]);
  if (needed.some((stage) => stage !== undefined && isNever(stage.predicate)))
    return { problems: [...problems, neverMatches(rule)] };
  const described = describeRule(rule, reader, { sequence: sequence.rule });
  problems.push(...described.problems.map((problem) => ({ file: rule.file, ...problem })));
  if (described.rule === undefined) return { problems };
  const any = fold({ kind: 'or', of: stages.map(({ predicate }) => predicate) });
  const exceptions = excepting.of(rule, any, reader);
  for (const stage of needed) if (stage !== undefined) excepting.checkNeeded(rule, stage.predicate, reader);
  const lowered = stages.map(({ predicate, fields }) => {
    const all = new Map([...fields, ...described.fields].map((field) => [field.name, field]));
    return stageOf(predicate, exceptions, [...all.values()], reader);
  });
  return { lowered: { rule: described.rule, stages: lowered }, problems };
}

function compileEsqlFor(
  rule: FilteredRule,
  { problems: found, query }: LoweredEsql,
  reader: Reader,
  excepting: Excepting,
): Outcome {
  const problems = found.map((problem) => inFile(rule.file, rule.query, problem));
  if (query === undefined) return { problems };
  const { predicate } = query;
  if (isNever(predicate)) return { problems: [...problems, neverMatches(rule)] };
  const described = describeRule(rule, reader, { esql: query });
  problems.push(...described.problems.map((problem) => ({ file: rule.file, ...problem })));
  if (described.rule === undefined) return { problems };
  const exceptions = excepting.of(rule, predicate, reader);
  const stage = { ...stageOf(predicate, exceptions, described.fields, reader), query };
  return { lowered: { rule: described.rule, stages: [stage] }, problems };
}

function isNever(predicate: Predicate): boolean {
  return predicate.kind === 'constant' && !predicate.value;
}

function compileFilter(rule: FilteredRule, reader: Reader): ReturnType<typeof compileEql> {
  if (rule.type !== 'eql') return compileKql(rule.query.text, reader);
  return compileEql(rule.query.text, reader, rule.eventCategoryOverride?.value);
}

function neverMatches({ file, query }: FilteredRule): LocatedProblem {
  return {
    file,
    severity: 'error',
    code: 'never-matches',
    message: 'the query cannot match any event: its conditions contradict what is known of every event',
    hint: 'compare its constants (such as `data_stream.dataset`) with the rule’s `index`, and look for fields that are never set',
    span: query.span,
  };
}
