/** What happens in a sequence, in its order. */
import type { SequenceStep } from '../../rule.ts';
import type { EqlStage, Sequence } from './ast.ts';

export interface Steps {
  /** What events are tested by: the stages as they are written, and then `until`. */
  readonly stages: readonly EqlStage[];
  /** Each stage as often as it is to happen. */
  readonly steps: readonly SequenceStep[];
  /** Which of the stages is `until`. */
  readonly until?: number;
}

export function stepsOf({ stages, until }: Sequence): Steps {
  const steps = stages.flatMap(({ missing, runs }, stage) =>
    Array.from({ length: runs ?? 1 }, (): SequenceStep => ({ stage, isMissing: missing })),
  );
  return until === null ? { stages, steps } : { stages: [...stages, until], steps, until: stages.length };
}
