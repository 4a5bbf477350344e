import type { Match } from '../match/match.ts';
import type { Signal } from '../signal.ts';

/** A signal with one of the matches that led to it, whose fields suppression groups by. */
export interface Conclusion {
  readonly signal: Signal;
  readonly match: Match;
}
