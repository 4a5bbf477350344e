/** An EQL query's text to what a search for it needs: of every kind, with its pipes. Rules need less (compile-eql.ts). */
import type { JoinKey, SequenceStep } from '../../rule.ts';
import type { Field } from '../../schema/field.ts';
import type { Reader } from '../../schema/reader.ts';
import type { Predicate } from '../predicate.ts';
import type { Problem } from '../problem.ts';
import {
  type EqlStatement,
  type EventQuery,
  maxspanUnits,
  type Pipe,
  type Sample,
  type Sequence,
} from './ast.ts';
import { lowerEql } from './lower.ts';
import { lowerStages } from './lower-stages.ts';
import { stepsOf } from './steps.ts';

/** What events are tested by: of an event query one, of a sequence or sample one for each of its stages. */
export interface SearchStage {
  /** Not folded. */
  readonly predicate: Predicate;
  /** The fields of the stage's join keys. */
  readonly fields: readonly Field[];
}

interface Joined {
  readonly stages: readonly SearchStage[];
  /** Of each stage the join keys, as many of each. */
  readonly keys: readonly (readonly JoinKey[])[];
}

export type SearchFor =
  | { readonly kind: 'event'; readonly stages: readonly [SearchStage] }
  | ({
      readonly kind: 'sequence';
      readonly steps: readonly SequenceStep[];
      /** Which of the stages is `until`. */
      readonly until?: number;
      /** Milliseconds; infinite where the query has none. */
      readonly maxspan: number;
    } & Joined)
  | ({ readonly kind: 'sample' } & Joined);

export interface CompiledSearch {
  /** Absent if any problem is an error. */
  readonly search?: SearchFor;
  readonly pipes: readonly Pipe[];
  /** Spans refer to the query's text. */
  readonly problems: readonly Problem[];
}

/**
 * @param reader what the events are
 * @param categoryField which field the category before `where` is a value of
 */
export function compileSearch(
  { query, pipes }: EqlStatement,
  reader: Reader,
  categoryField?: string,
): CompiledSearch {
  return { pipes, ...searchOf(query, reader, categoryField) };
}

function searchOf(
  query: EventQuery | Sequence | Sample,
  reader: Reader,
  categoryField: string | undefined,
): Omit<CompiledSearch, 'pipes'> {
  const options = { reader, categoryField, areTyped: true };
  switch (query.kind) {
    case 'event': {
      const { predicate, problems } = lowerEql(query, reader, categoryField);
      if (predicate === undefined) return { problems };
      return { problems, search: { kind: 'event', stages: [{ predicate, fields: [] }] } };
    }
    case 'sequence': {
      const { stages, steps, until } = stepsOf(query);
      const { problems, lowered } = lowerStages(query.by, stages, options);
      if (lowered === undefined) return { problems };
      const { maxspan: written } = query;
      const maxspan =
        written === null ? Number.POSITIVE_INFINITY : written.count * maxspanUnits[written.unit];
      const search = { kind: query.kind, steps, maxspan, ...(until !== undefined && { until }), ...lowered };
      return { problems, search };
    }
    case 'sample': {
      const { problems, lowered } = lowerStages(query.by, query.stages, options);
      return lowered === undefined ? { problems } : { problems, search: { kind: query.kind, ...lowered } };
    }
  }
}
