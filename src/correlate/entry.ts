import type { Json } from '../schema/audit-event.ts';
import type { EventSummary } from '../signal.ts';

/** An act as a window remembers it. */
export interface Entry<Data> {
  readonly id: string;
  /** Event time, whole epoch milliseconds. */
  readonly at: number;
  /** What else the evaluation asks for. */
  readonly data: Data;
  /** What alerts tell of it when its events are not at hand any more. */
  readonly summary?: EventSummary;
}

/** How one kind of correlation remembers what its evaluation asks for. */
export interface EntryCodec<Data> {
  /** @returns what is written: a row or, of data that is large, several; each of at most about 32 KB */
  readonly rowsOf: (data: Data) => readonly (readonly Json[])[];
  /** @returns undefined if the row is none that `rowsOf` gives */
  readonly dataOf: (row: readonly Json[]) => Data | undefined;
  /**
   * All that is known of one act. Depends neither on order nor on repetition.
   * @param all never empty
   */
  readonly union: (all: readonly Data[]) => Data;
  /** How large it is in memory, in texts. */
  readonly weightOf: (data: Data) => number;
}

/** @returns each act once, with all that is known of it, by time */
export function mergeEntries<Data>(
  entries: readonly Entry<Data>[],
  codec: EntryCodec<Data>,
): readonly Entry<Data>[] {
  const acts = Map.groupBy(entries, ({ id }) => id);
  return [...acts.values()]
    .map((ofOneAct) => union(ofOneAct, codec))
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** A summary is about as large as so many texts. */
const summaryWeight = 10;

/** @returns how large entries are in memory, in texts */
export function weightOf<Data>(entries: readonly Entry<Data>[], codec: EntryCodec<Data>): number {
  return entries.reduce(
    (sum, { data, summary }) => sum + 1 + codec.weightOf(data) + (summary === undefined ? 0 : summaryWeight),
    0,
  );
}

function union<Data>(ofOneAct: readonly Entry<Data>[], codec: EntryCodec<Data>): Entry<Data> {
  const [first, ...others] = ofOneAct as [Entry<Data>, ...Entry<Data>[]];
  if (others.length === 0) return first;
  const data = codec.union(ofOneAct.map((each) => each.data));
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
