/**
 * What the grammar lets through and Elasticsearch does not: numbers of stages and of join keys, missing events, pipes
 * behind samples.
 */
import type { Problem, Span } from '../problem.ts';
import type { EqlField, EqlStage, EqlStatement, Pipe, Sample, Sequence } from './ast.ts';

const mostSampleStages = 5;

/** @returns all of the problems, in the order of the text */
export function checkShape({ query, pipes }: EqlStatement): readonly Problem[] {
  switch (query.kind) {
    case 'event':
      return [];
    case 'sequence':
      return checkSequence(query);
    case 'sample':
      return [...checkSample(query), ...checkPipes(pipes)];
  }
}

function checkSequence(query: Sequence): readonly Problem[] {
  const { stages, until, maxspan } = query;
  const problems: Problem[] = [];
  const missing = stages.find((stage) => stage.missing);
  if (stages.reduce((sum, { runs }) => sum + (runs ?? 1), 0) < 2) {
    problems.push(
      error(
        'too-few-stages',
        query.span,
        'a sequence needs at least two events',
        'add a `[category where condition]`, repeat one with `with runs=2`, or drop `sequence` and the brackets',
      ),
    );
  } else if (stages.every((stage) => stage.missing)) {
    problems.push(
      error(
        'only-missing-events',
        query.span,
        'all events of this sequence have to be missing',
        'at least one has to be there: write it without `!`',
      ),
    );
  }
  if (missing !== undefined && maxspan === null) {
    problems.push(
      error(
        'missing-event',
        { start: missing.span.start, end: missing.span.start + 2 },
        'an event can only be missing from a span of time',
        'say from which: `sequence with maxspan=5m`',
      ),
    );
  }
  for (const stage of stages) {
    if (stage.missing && stage.runs !== null) {
      problems.push(error('runs', stage.span, 'a missing event takes no `with runs`', 'drop it'));
    }
  }
  if (until?.missing) {
    problems.push(
      error(
        'missing-event',
        until.span,
        '`until` takes no missing event',
        'name the event that ends the sequence',
      ),
    );
  }
  if (until !== null && until.runs !== null) {
    problems.push(error('runs', until.span, '`until` takes no `with runs`', 'drop it'));
  }
  return [...problems, ...checkKeys(query.by, until === null ? stages : [...stages, until])];
}

function checkSample(query: Sample): readonly Problem[] {
  const { by, stages, span } = query;
  const problems: Problem[] = [];
  if (stages.length < 2 || stages.length > mostSampleStages) {
    const message = `a sample needs 2 to ${mostSampleStages} events, and has ${stages.length}`;
    problems.push(error('number-of-stages', span, message, 'each is written `[category where condition]`'));
  }
  if (stages.length > 0 && by.length + Math.max(...stages.map((stage) => stage.by.length)) === 0) {
    const hint = 'name the fields whose values the events share: `sample by host.id`';
    problems.push(error('join-key', span, 'a sample needs a join key', hint));
  }
  for (const stage of stages) {
    if (stage.missing) {
      problems.push(error('missing-event', stage.span, 'a sample takes no missing events', 'drop the `!`'));
    }
    if (stage.runs !== null) {
      problems.push(error('runs', stage.span, 'a sample takes no `with runs`', 'repeat the event instead'));
    }
  }
  return [...problems, ...checkKeys(by, stages)];
}

/** https://www.elastic.co/docs/explore-analyze/query-filter/languages/eql says so of samples. */
function checkPipes(pipes: readonly Pipe[]): readonly Problem[] {
  const hint = 'drop it: every choice of values of the join keys has one sample';
  return pipes.map(({ span }) => error('unsupported-pipe', span, 'a sample takes no pipes', hint));
}

function checkKeys(shared: readonly EqlField[], stages: readonly EqlStage[]): readonly Problem[] {
  const [first, ...others] = stages;
  if (first === undefined) return [];
  return others
    .filter((stage) => stage.by.length !== first.by.length)
    .map((stage) => {
      const [from, to] = [stage.by[0]?.span.start, stage.by.at(-1)?.span.end];
      const span =
        from === undefined || to === undefined
          ? { start: stage.span.end - 1, end: stage.span.end }
          : { start: from, end: to };
      const beside = shared.length === 0 ? '' : ' of its own';
      const message = `this event has ${count(stage.by.length)}${beside}, the first one ${first.by.length}`;
      return error(
        'number-of-join-keys',
        span,
        message,
        'every event needs the same number, in the same order',
      );
    });
}

function count(keys: number): string {
  return keys === 1 ? '1 join key' : `${keys} join keys`;
}

function error(code: string, span: Span, message: string, hint: string): Problem {
  return { severity: 'error', code, message, hint, span };
}
