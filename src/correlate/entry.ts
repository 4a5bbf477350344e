/** An act as a window remembers it. */
export interface Entry {
  readonly id: string;
  /** Event time, whole epoch milliseconds. */
  readonly at: number;
  /** What else the evaluation asks for: lists of short texts. */
  readonly data: readonly (readonly string[])[];
}

/** @returns each act once, with all that is known of it, by time */
export function merged(entries: readonly Entry[]): readonly Entry[] {
  const acts = Map.groupBy(entries, ({ id }) => id);
  return [...acts.values()].map(union).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** @returns how many texts are kept */
export function weightOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { data }) => data.reduce((all, { length }) => all + length, sum + 1), 0);
}

function union(ofOneAct: readonly Entry[]): Entry {
  const [first, ...others] = ofOneAct as [Entry, ...Entry[]];
  if (others.length === 0) return first;
  const data = first.data.map((_, index) => [...new Set(ofOneAct.flatMap((each) => each.data[index] ?? []))]);
  return { id: first.id, at: ofOneAct.reduce((at, each) => Math.min(at, each.at), first.at), data };
}
