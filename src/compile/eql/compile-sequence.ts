/** An EQL sequence to what a rule is of it: the predicates of its stages, their join keys, and what happens in order. */
import { hash } from 'node:crypto';
import type { SequenceRule } from '../../rule.ts';
import type { Field as SchemaField } from '../../schema/field.ts';
import type { Reader } from '../../schema/reader.ts';
import type { Predicate } from '../predicate.ts';
import type { Problem } from '../problem.ts';
import { type EqlStage, maxspanUnits, type Sequence } from './ast.ts';
import { lowerStages } from './lower-stages.ts';
import { stepsOf } from './steps.ts';

export interface LoweredSequence {
  readonly kind: 'sequence';
  /** Spans refer to the query's text. */
  readonly problems: readonly Problem[];
  /** Absent if any problem is an error. */
  readonly sequence?: {
    /** Not folded. */
    readonly stages: readonly { readonly predicate: Predicate; readonly fields: readonly SchemaField[] }[];
    /** Without a `maxspan` where the query has none. */
    readonly rule: Pick<SequenceRule, 'steps' | 'keys' | 'until' | 'revision'> & {
      readonly maxspan?: number;
    };
  };
}

/** @param text the whole query */
export function compileSequence(
  query: Sequence,
  text: string,
  reader: Reader,
  categoryField?: string,
): LoweredSequence {
  const { stages, steps, until } = stepsOf(query);
  const { problems: found, lowered } = lowerStages(query.by, stages, { reader, categoryField });
  const problems = [...shapeProblems(query), ...found];
  problems.sort((one, other) => (one.span?.start ?? 0) - (other.span?.start ?? 0));
  if (lowered === undefined || problems.some(({ severity }) => severity === 'error'))
    return { kind: 'sequence', problems };
  const { maxspan } = query;
  const rule = {
    steps,
    keys: lowered.keys,
    ...(until !== undefined && { until }),
    ...(maxspan !== null && { maxspan: maxspan.count * maxspanUnits[maxspan.unit] }),
    revision: hash('sha256', JSON.stringify([text, categoryField ?? null]), 'base64url').slice(0, 12),
  };
  return { kind: 'sequence', problems, sequence: { stages: lowered.stages, rule } };
}

function shapeProblems({ by, stages, maxspan, span }: Sequence): Problem[] {
  const word = { start: span.start, end: span.start + 'sequence'.length };
  const problems: Problem[] = [];
  const last = stages.at(-1);
  if (last?.missing) {
    problems.push({
      severity: 'error',
      code: 'missing-at-end',
      message:
        'a rule cannot wait for what does not happen: it concludes from events as they come, and none comes to say that another did not',
      hint: 'end the sequence with an event that is there; what follows the last event can be searched for with a query',
      span: last.span,
    });
  }
  if (maxspan === null) {
    problems.push({
      severity: 'warning',
      code: 'no-maxspan',
      message: 'the sequence has no `maxspan`: it may take as long as the rule’s `from` reaches back',
      hint: 'say how long it may take: `sequence with maxspan=5m`',
      span: word,
    });
  }
  if (by.length === 0 && stages.every((stage: EqlStage) => stage.by.length === 0)) {
    problems.push({
      severity: 'warning',
      code: 'no-join-key',
      message: 'the sequence has no join key: events of different callers make a sequence together',
      hint: 'say what its events share: `sequence by user.name`',
      span: word,
    });
  }
  return problems;
}
