/** `SORT`. */
import { type Compare, listOf } from '../order.ts';
import type { EsqlValue, Scalar } from '../value.ts';
import type { Compute, Operator, WorkRow } from './operator.ts';

export interface Key {
  readonly of: Compute;
  readonly compare: Compare;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/**
 * Rows in order; those that the keys do not tell apart stay as they came. Of several values the smallest counts, or in
 * descending order the largest. https://www.elastic.co/docs/reference/query-languages/esql/commands/sort
 */
export function sort(...keys: readonly Key[]): Operator {
  return (next) => {
    const rows: { readonly row: WorkRow; readonly by: readonly EsqlValue[] }[] = [];
    return {
      take: (row) => {
        rows.push({ row, by: keys.map((key) => extreme(key.of(row), key)) });
      },
      end: () => {
        rows.sort((one, other) => order(keys, one.by, other.by));
        for (const { row } of rows) {
          if (next.isFull) break;
          next.take(row);
        }
        next.end();
      },
      isFull: false,
    };
  };
}

function extreme(value: EsqlValue, { compare, descending }: Key): Scalar | null {
  return listOf(value).reduce<Scalar | null>((found, each) => {
    if (found === null) return each;
    const order = compare(each, found);
    return (descending ? order > 0 : order < 0) ? each : found;
  }, null);
}

function order(keys: readonly Key[], one: readonly EsqlValue[], other: readonly EsqlValue[]): number {
  for (const [index, { compare, descending, nullsFirst }] of keys.entries()) {
    const [a, b] = [one[index] as Scalar | null, other[index] as Scalar | null];
    if (a === null || b === null) {
      if (a === b) continue;
      return (a === null) === nullsFirst ? -1 : 1;
    }
    const found = compare(a, b);
    if (found !== 0) return descending ? -found : found;
  }
  return 0;
}
