/** What exceptions did to the alerts of a second replay: exactly what they were meant to, or they are refused. */
import type { Proposal, Refusal } from './propose.ts';

/** An exception that takes away these alerts, and changes nothing else. */
export interface Proven extends Proposal {
  /** Keys of alerts, of the first replay. */
  readonly taken: readonly string[];
}

/**
 * @param proposals of one rule, each of them tried with its cases
 * @param before keys of the rule's alerts without them
 * @param after and with all of them
 * @param least alerts that each has to take away
 */
export function judge(
  proposals: readonly Proposal[],
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
  least: number,
): { readonly proven: readonly Proven[]; readonly refusals: readonly Refusal[] } {
  const refuse = (all: readonly Proposal[], reason: string): readonly Refusal[] =>
    all.map(({ rule, shown, alerts }) => ({ rule, shown, alerts: alerts.size, reason }));
  if ([...after].some((key) => !before.has(key)))
    return {
      proven: [],
      refusals: refuse(proposals, 'other alerts would come in their place, or tell otherwise'),
    };
  const taken = [...before].filter((key) => !after.has(key));
  const [first, ...others] = proposals;
  const proven = proposals.map((proposal) => ({
    ...proposal,
    // Of a single exception all that is gone is its doing: an alert may be of several requests.
    taken: others.length === 0 ? taken : taken.filter((key) => proposal.alerts.has(key)),
  }));
  const named = proven.reduce((sum, { taken: { length } }) => sum + length, 0);
  if (first !== undefined && named !== taken.length)
    return { proven: [], refusals: refuse(proposals, 'together they take away more than each by itself') };
  const few = proven.filter(({ taken: { length } }) => length < least);
  if (few.length > 0 && few.length < proven.length) {
    // What is left out now took some alerts away, which is nothing to the others.
    return {
      proven: proven.filter((each) => !few.includes(each)),
      refusals: refuse(few, 'most of these alerts are of other requests, too'),
    };
  }
  return few.length > 0
    ? { proven: [], refusals: refuse(few, 'most of these alerts are of other requests, too') }
    : { proven, refusals: [] };
}
