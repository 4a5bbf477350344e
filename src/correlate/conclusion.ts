import type { Match } from '../match/match.ts';
import type { Signal } from '../signal.ts';

/** A signal, with what suppression goes by. */
export interface Conclusion {
  readonly signal: Signal;
  /** The matches of this delivery that it rests on; never empty. */
  readonly matches: readonly Match[];
  /** What tells it from the rule's other conclusions, in whichever delivery it is reached. Short. */
  readonly id: string;
  /** Its place in event time, epoch milliseconds: the same whenever it is reached. */
  readonly at: number;
}
