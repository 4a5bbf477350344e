import type { Match } from '../match/match.ts';
import type { Signal } from '../signal.ts';

/** A signal, with what suppression needs of it. */
export interface Conclusion {
  readonly signal: Signal;
  /** The matches of this delivery that led to it. Never empty. */
  readonly matches: readonly Match[];
  /** Tells it from the rule's other conclusions. It is the same whichever delivery reaches the conclusion. Short. */
  readonly id: string;
  /** Its event time, epoch milliseconds. It is the same whichever delivery reaches the conclusion. */
  readonly at: number;
}
