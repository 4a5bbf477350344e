import type { Json } from '../../schema/audit-event.ts';
import type { EventSummary } from '../../signal.ts';

/** An act as a window remembers it. */
export interface Entry<Data> {
  readonly id: string;
  /** Event time, whole epoch milliseconds. */
  readonly at: number;
  /** What the kind of rule needs beside id and time. */
  readonly data: Data;
  /** What alerts of later deliveries tell of the act. */
  readonly summary?: EventSummary;
}

/** How one kind of rule writes and reads the data of its entries. */
export interface EntryCodec<Data> {
  /** @returns the rows to write: one, or several if the data is large. Each is at most about 32 KB */
  readonly rowsOf: (data: Data) => readonly (readonly Json[])[];
  /** @returns undefined if the row is none that `rowsOf` gives */
  readonly dataOf: (row: readonly Json[]) => Data | undefined;
  /**
   * Joins what several entries know of one act. The result depends neither on their order nor on repetition.
   * @param all never empty
   */
  readonly union: (all: readonly Data[]) => Data;
  /** The size in memory, counted in texts. */
  readonly weightOf: (data: Data) => number;
}

/** @returns one entry for each act, with all that the given entries know of it, by time */
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

/** The summary of a request's last stage. Which of two equally late ones is taken does not depend on their order. */
function newest(summaries: readonly EventSummary[]): EventSummary | undefined {
  const key = (summary: EventSummary) => JSON.stringify([summary.time ?? '', summary]);
  return summaries.reduce<EventSummary | undefined>(
    (last, each) => (last === undefined || key(each) > key(last) ? each : last),
    undefined,
  );
}
