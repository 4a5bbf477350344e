import type { Json } from '../../schema/audit-event.ts';
import { isText } from '../item-value.ts';
import type { EntryCodec } from '../windows/entry.ts';

/** Short texts, in a list for each field whose values are counted. */
export type TextLists = readonly (readonly string[])[];

const textsPerRow = 1000;

/** What thresholds remember of an act. An act with very many values takes several rows. */
export const textLists: EntryCodec<TextLists> = {
  rowsOf: (data) => {
    const longest = data.reduce((most, { length }) => Math.max(most, length), 1);
    return Array.from({ length: Math.ceil(longest / textsPerRow) }, (_, index) =>
      data.map((list) => list.slice(index * textsPerRow, (index + 1) * textsPerRow)),
    );
  },
  dataOf: (row) => (row.every(isTexts) ? row : undefined),
  union: (all) => (all[0] ?? []).map((_, index) => [...new Set(all.flatMap((lists) => lists[index] ?? []))]),
  weightOf: (data) => data.reduce((sum, { length }) => sum + length, 0),
};

function isTexts(value: Json): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}
