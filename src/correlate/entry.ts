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
  const byId = new Map<string, Entry>();
  for (const entry of entries) {
    const known = byId.get(entry.id);
    byId.set(entry.id, known === undefined ? entry : union(known, entry));
  }
  return [...byId.values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** @returns how many texts are kept */
export function weightOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { data }) => data.reduce((all, { length }) => all + length, sum + 1), 0);
}

function union(one: Entry, other: Entry): Entry {
  const data = one.data.map((list, index) => [...new Set([...list, ...(other.data[index] ?? [])])]);
  return { id: one.id, at: Math.min(one.at, other.at), data };
}
