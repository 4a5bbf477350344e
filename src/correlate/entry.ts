import type { EventSummary } from '../signal.ts';

/** An act as a window remembers it. */
export interface Entry {
  readonly id: string;
  /** Event time, whole epoch milliseconds. */
  readonly at: number;
  /** What else the evaluation asks for: lists of short texts. */
  readonly data: readonly (readonly string[])[];
  /** What alerts tell of it when its events are not at hand any more. */
  readonly summary?: EventSummary;
}

/** @returns each act once, with all that is known of it, by time */
export function merged(entries: readonly Entry[]): readonly Entry[] {
  const acts = Map.groupBy(entries, ({ id }) => id);
  return [...acts.values()].map(union).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** A summary is about as large as so many of the texts. */
const summaryWeight = 10;

/** @returns how many texts are kept */
export function weightOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { data, summary }) => {
    const own = summary === undefined ? 1 : 1 + summaryWeight;
    return data.reduce((all, { length }) => all + length, sum + own);
  }, 0);
}

function union(ofOneAct: readonly Entry[]): Entry {
  const [first, ...others] = ofOneAct as [Entry, ...Entry[]];
  if (others.length === 0) return first;
  const data = first.data.map((_, index) => [...new Set(ofOneAct.flatMap((each) => each.data[index] ?? []))]);
  const at = ofOneAct.reduce((earliest, each) => Math.min(earliest, each.at), first.at);
  const summary = newest(ofOneAct.flatMap((each) => each.summary ?? []));
  return { id: first.id, at, data, ...(summary && { summary }) };
}

/** Of the stages of a request the last, and of equals always the same one, in whatever order they were read. */
function newest(summaries: readonly EventSummary[]): EventSummary | undefined {
  const key = (summary: EventSummary) => JSON.stringify([summary.time ?? '', summary]);
  return summaries.reduce<EventSummary | undefined>(
    (last, each) => (last === undefined || key(each) > key(last) ? each : last),
    undefined,
  );
}
