import type { EntryCodec } from '../windows/entry.ts';

/** For entries that have no data beside id and time. */
export const noData: EntryCodec<null> = {
  rowsOf: () => [[]],
  dataOf: (row) => (row.length === 0 ? null : undefined),
  union: () => null,
  weightOf: () => 0,
};
