/** Exceptions and rules brought together: each condition compiled, and looked at beside the rules it is for. */
import type { Reader } from '../../schema/reader.ts';
import type { LoweredException } from '../codegen/emit-module.ts';
import { compileKql } from '../kql/compile-kql.ts';
import { fold } from '../passes/fold.ts';
import { implies } from '../passes/imply.ts';
import { outlastsCut } from '../passes/outlast.ts';
import { requirements } from '../passes/require.ts';
import type { Predicate } from '../predicate.ts';
import type { LocatedProblem, Problem } from '../problem.ts';
import { inFile, type LoadedRule } from '../rules/loaded-rule.ts';
import { listed } from '../rules/schema/values.ts';
import { show } from '../rules/show.ts';
import { findAnyElement } from './any-element.ts';
import { endOf } from './expire.ts';
import { type LoadedException, locationOf } from './loaded-exception.ts';

/** What came of one exception with the rules it is for. */
interface Tally {
  applied: number;
  /** Names of rules whose every match fulfils the condition; it is not applied to them. */
  readonly always: string[];
  /** Names of rules none of whose matches does. */
  readonly never: string[];
}

/** @returns undefined if it does not compile; then that has been reported */
type Condition = (reader: Reader) => Predicate | undefined;

export class Excepting {
  readonly #exceptions: readonly { loaded: LoadedException; condition: Condition; tally: Tally }[];
  readonly #problems: LocatedProblem[] = [];

  /** @param readerOf some reader of the events of its rules, to check its condition with, the rules being able to run or not */
  constructor(exceptions: readonly LoadedException[], readerOf: (exception: LoadedException) => Reader) {
    this.#exceptions = exceptions.map((loaded) => ({
      loaded,
      condition: this.#compiled(loaded, readerOf(loaded)),
      tally: { applied: 0, always: [], never: [] },
    }));
  }

  /**
   * @param predicate the rule's own, folded
   * @returns what the rule's predicate is to be narrowed by
   */
  of({ metadata }: LoadedRule, predicate: Predicate, reader: Reader): readonly LoweredException[] {
    const lowered: LoweredException[] = [];
    for (const { loaded, condition, tally } of this.#exceptions) {
      if (!isFor(loaded, metadata)) continue;
      const holds = condition(reader);
      if (holds === undefined) continue;
      if (implies(predicate, holds)) {
        tally.always.push(metadata.name);
        continue;
      }
      if (neverTogether(predicate, holds, reader)) tally.never.push(metadata.name);
      tally.applied++;
      lowered.push(lower(loaded, holds));
    }
    return lowered;
  }

  /**
   * Takes note of the exceptions that leave nothing of a condition without which the rule cannot alert.
   * @param predicate of a stage that a sequence needs, folded
   */
  checkNeeded({ metadata }: LoadedRule, predicate: Predicate, reader: Reader): void {
    for (const { loaded, condition, tally } of this.#exceptions) {
      if (!isFor(loaded, metadata) || tally.always.includes(metadata.name)) continue;
      const holds = condition(reader);
      if (holds !== undefined && implies(predicate, holds)) tally.always.push(metadata.name);
    }
  }

  /** How many exceptions at least one rule has. */
  get applied(): number {
    return this.#exceptions.filter(({ tally }) => tally.applied > 0).length;
  }

  /** Of the conditions, and of how they and the rules seen so far go together; by exception. */
  get problems(): readonly LocatedProblem[] {
    return [...this.#problems, ...this.#exceptions.flatMap(({ loaded, tally }) => verdict(loaded, tally))];
  }

  #compiled({ file, condition }: LoadedException, first: Reader): Condition {
    const known = new Map<Reader, Predicate | undefined>();
    const compile = (reader: Reader): Predicate | undefined => {
      const { predicate, problems } = compileKql(condition.text, reader);
      known.set(reader, predicate && fold(predicate));
      // What is wrong with a condition does not depend on the rule, so it is told once.
      if (reader === first) {
        const all = [...problems, ...findAnyElement(condition.text)].toSorted(byPlace);
        this.#problems.push(...all.map((each) => inFile(file, condition, each)));
      }
      return known.get(reader);
    };
    compile(first);
    return (reader) => (known.has(reader) ? known.get(reader) : compile(reader));
  }
}

function isFor({ rules }: LoadedException, { id }: LoadedRule['metadata']): boolean {
  return rules === 'all' || rules.some((rule) => rule.id === id);
}

function byPlace(a: Problem, b: Problem): number {
  return (a.span?.start ?? 0) - (b.span?.start ?? 0);
}

function neverTogether(rule: Predicate, condition: Predicate, reader: Reader): boolean {
  if (implies(rule, fold({ kind: 'not', of: condition }))) return true;
  if (reader.dispatch === undefined) return false;
  const needed = requirements(fold({ kind: 'and', of: [rule, condition] }), reader.dispatch);
  return Object.values(needed).some((values) => values.length === 0);
}

function lower(loaded: LoadedException, predicate: Predicate): LoweredException {
  const { reason, author, expires } = loaded;
  const until = endOf(loaded);
  return {
    predicate,
    wholeEventsOnly: !outlastsCut(predicate),
    note: `${reason} (${author}${expires ? `, until ${expires.value}` : ''}; ${locationOf(loaded)})`,
    ...(until !== undefined && { until }),
  };
}

function verdict(
  { file, condition, rules }: LoadedException,
  { applied, always, never }: Tally,
): LocatedProblem[] {
  const placed = { file, span: condition.span };
  const problems: LocatedProblem[] = [];
  if (always.length > 0) {
    problems.push({
      ...placed,
      severity: 'error',
      code: 'exception-silences-rule',
      message: `every event that ${inWords(always)} matches fulfils this condition: the rule could never alert`,
      hint: 'say what tells the harmless events from the others; compare the condition with the rule’s query',
    });
  }
  // An exception for all rules need only hold for one.
  if (never.length > 0 && (rules !== 'all' || never.length === applied)) {
    problems.push({
      ...placed,
      severity: 'warning',
      code: 'exception-never-holds',
      message: `no event that ${inWords(never)} matches can fulfil this condition: the exception changes nothing`,
      hint: 'compare the condition with the rule’s query: its verb, resource and subresource',
    });
  }
  return problems;
}

const mostNames = 4;

/** The subject of a sentence in the singular. */
function inWords(names: readonly string[]): string {
  if (names.length <= mostNames) return listed(names);
  return `one of ${names.length} rules (${names
    .slice(0, mostNames - 1)
    .map(show)
    .join(', ')}, …)`;
}
