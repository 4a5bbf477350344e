/**
 * The sequences that the hits of one key contain. A hit of the first step opens a sequence. A hit of a later step goes
 * on with the newest sequence that waits for it; that one and all that have waited longer are used up, whether or not
 * the time allowed or an `until` between rejects it. So of the sequences that wait for a step only the newest is kept,
 * and all takes one pass.
 * https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax#eql-how-sequence-queries-handle-matches
 *
 * Whether an act completes a sequence depends on nothing but the hits within `maxspan` before it, and it completes one
 * sequence of a key at most.
 */
import type { SequenceRule } from '../../rule.ts';
import type { Entry } from '../windows/entry.ts';
import type { Hit } from './hits.ts';

/** A sequence that is not complete. */
interface Open {
  /** Oldest first. */
  readonly acts: readonly Entry<Hit>[];
  /** What happened although it was to be missing. */
  readonly spoiltBy: Entry<Hit> | undefined;
  /** The last act before the first one that was to be missing before it. */
  readonly before: Entry<Hit> | undefined;
}

/** @returns the order of acts: by time, and of one millisecond by what is finer, then by id */
export function byOrder(one: Entry<Hit>, other: Entry<Hit>): number {
  return one.at - other.at || compare(one.data.tie, other.data.tie) || compare(one.id, other.id);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

type Query = Pick<SequenceRule, 'steps' | 'until' | 'maxspan'>;

/**
 * @param entries of one key, in any order, each act once
 * @returns the acts of each complete sequence, in the order in which they were complete
 */
export function findSequences(
  query: Query,
  entries: readonly Entry<Hit>[],
): readonly (readonly Entry<Hit>[])[] {
  return searchSequences(query, entries).found;
}

/** As `findSequences`, with the acts on which what comes behind all of these depends. */
export function searchSequences(
  { steps, until, maxspan }: Query,
  entries: readonly Entry<Hit>[],
): {
  readonly found: readonly (readonly Entry<Hit>[])[];
  readonly standing: ReadonlySet<Entry<Hit>>;
} {
  const wanted = steps.flatMap((step, index) =>
    step.isMissing ? [] : [{ stage: step.stage, absent: absentBefore(steps, index) }],
  );
  /** What may not happen after the last act. Rules cannot wait for that. */
  const trailing = absentBefore(steps, steps.length);
  const hasLeading = steps[0]?.isMissing === true;
  const waiting: (Open | undefined)[] = wanted.map(() => undefined);
  /** Of each stage the last act. */
  const last = new Map<number, Entry<Hit>>();
  const found: Complete[] = [];
  /** Of those that are complete, the ones that something after them may still undo. */
  let pending: Complete[] = [];
  for (const act of [...entries].sort(byOrder)) {
    const { stages } = act.data;
    if (pending.length > 0 && trailing.some((stage) => stages.includes(stage))) undo(act);
    // From the last step on, so that no act follows itself.
    for (let index = wanted.length - 1; index >= 0; index--) {
      const { stage, absent } = wanted[index] as (typeof wanted)[number];
      if (!stages.includes(stage)) continue;
      const newest = absent.reduce<Entry<Hit> | undefined>(
        (latest, each) => later(latest, last.get(each)),
        undefined,
      );
      const open = index === 0 ? begun(act, newest) : continued(waiting[index - 1], act, newest);
      if (index > 0) waiting[index - 1] = undefined;
      if (open === undefined) continue;
      if (index < wanted.length - 1) waiting[index] = open;
      else if (isComplete(open, act)) complete(open);
    }
    for (const stage of stages) last.set(stage, act);
  }
  const open = waiting.filter((each) => each !== undefined);
  const needed = [
    ...open.flatMap(({ acts, before, spoiltBy }) => [...acts, before, spoiltBy]),
    ...[until, ...steps.map(({ isMissing, stage }) => (isMissing ? stage : undefined))].map(lastOf),
  ];
  return {
    found: found.filter(({ isUndone }) => !isUndone).map(({ acts }) => acts),
    standing: new Set(needed.filter((act) => act !== undefined)),
  };

  function lastOf(stage: number | undefined): Entry<Hit> | undefined {
    return stage === undefined ? undefined : last.get(stage);
  }

  function continued(
    from: Open | undefined,
    act: Entry<Hit>,
    missing: Entry<Hit> | undefined,
  ): Open | undefined {
    if (from === undefined) return undefined;
    const [first] = from.acts;
    const previous = from.acts.at(-1);
    if (first === undefined || previous === undefined || act.at - first.at > maxspan) return undefined;
    const end = lastOf(until);
    if (end !== undefined && byOrder(end, previous) >= 0) return undefined;
    const isSpoilt = missing !== undefined && byOrder(missing, previous) > 0;
    return {
      ...from,
      acts: [...from.acts, act],
      spoiltBy: from.spoiltBy ?? (isSpoilt ? missing : undefined),
    };
  }

  function isComplete({ spoiltBy, before }: Open, act: Entry<Hit>): boolean {
    if (spoiltBy !== undefined) return false;
    return before === undefined || trailing.length > 0 || act.at - before.at > maxspan;
  }

  function complete({ acts, before }: Open): void {
    const sequence: Complete = { acts, before, isUndone: false };
    found.push(sequence);
    if (trailing.length > 0) pending.push(sequence);
  }

  /**
   * What may not follow is looked for within the span from the first act on; where something may not go before either,
   * the two nearest of these undo a sequence together, and only if the span holds both.
   */
  function undo(by: Entry<Hit>): void {
    const undoable = pending;
    pending = [];
    for (const sequence of undoable) {
      const from = hasLeading ? sequence.before : sequence.acts[0];
      if (from !== undefined && by.at - from.at <= maxspan) sequence.isUndone = true;
    }
  }
}

/** All that has to be there is there. */
interface Complete extends Pick<Open, 'acts' | 'before'> {
  isUndone: boolean;
}

function begun(act: Entry<Hit>, before: Entry<Hit> | undefined): Open {
  return { acts: [act], spoiltBy: undefined, before };
}

function later(one: Entry<Hit> | undefined, other: Entry<Hit> | undefined): Entry<Hit> | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return byOrder(one, other) > 0 ? one : other;
}

/** The stages of the missing events that stand right before a step. */
function absentBefore(steps: SequenceRule['steps'], index: number): readonly number[] {
  const before = steps.slice(0, index);
  return before.slice(before.findLastIndex(({ isMissing }) => !isMissing) + 1).map(({ stage }) => stage);
}
