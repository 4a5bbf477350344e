/** `STATS` and `INLINE STATS`. */
import type { Accumulator } from '../aggregate.ts';
import { listOf, valueOfList } from '../order.ts';
import type { EsqlValue } from '../value.ts';
import { areTooMany, Groups, groupKeys, mostGroupsOfRow } from './groups.ts';
import type { Compute, Operator, WorkRow } from './operator.ts';

export interface AggregateAt {
  /** Where the value goes. */
  readonly slot: number;
  readonly make: () => Accumulator;
  readonly args: (row: WorkRow) => readonly EsqlValue[];
  /** `… WHERE condition`. */
  readonly where?: (row: WorkRow) => boolean;
}

export interface GroupingAt {
  readonly slot: number;
  readonly of: Compute;
}

/** How many rows were in more groups than they were put into. */
export interface Cut {
  rows: number;
}

/** The accumulators of one group. */
class Aggregation {
  readonly #parts: readonly { readonly of: AggregateAt; readonly accumulator: Accumulator }[];

  constructor(aggregates: readonly AggregateAt[]) {
    this.#parts = aggregates.map((of) => ({ of, accumulator: of.make() }));
  }

  add(row: WorkRow): void {
    for (const { of, accumulator } of this.#parts) {
      if (of.where === undefined || of.where(row)) accumulator.add(of.args(row));
    }
  }

  /** @returns the value of each aggregate, in their order */
  results(): readonly EsqlValue[] {
    return this.#parts.map(({ accumulator }) => accumulator.result());
  }
}

/**
 * A row for each group, with the aggregates over its rows. Without `by` there is one group, also of no rows.
 * @param width slots of a row
 * @param cut what is told of rows with more groups than they are put into
 */
export function stats(
  width: number,
  aggregates: readonly AggregateAt[],
  by: readonly GroupingAt[],
  cut: Cut = { rows: 0 },
): Operator {
  return (next) => {
    const groups = new Groups(() => new Aggregation(aggregates));
    if (by.length === 0) groups.at([]);
    return {
      take: (row) => {
        const values = by.map(({ of }) => of(row));
        const keys = groupKeys(values);
        for (const key of keys) groups.at(key).add(row);
        if (keys.length === mostGroupsOfRow && areTooMany(values)) cut.rows++;
      },
      end: () => {
        for (const { key, of } of groups.entries()) {
          if (next.isFull) break;
          const row: WorkRow = new Array<EsqlValue>(width).fill(null);
          for (const [index, { slot }] of by.entries()) row[slot] = key[index] ?? null;
          put(row, aggregates, of.results());
          next.take(row);
        }
        next.end();
      },
      isFull: false,
    };
  };
}

/**
 * Each row as it is, with the aggregates over the group that it is in. A row with several values of a key is in several
 * groups, and gets their values as one list (https://github.com/elastic/elasticsearch/issues/150737).
 */
export function inlineStats(
  aggregates: readonly AggregateAt[],
  by: readonly GroupingAt[],
  cut: Cut = { rows: 0 },
): Operator {
  return (next) => {
    const groups = new Groups(() => new Aggregation(aggregates));
    const rows: WorkRow[] = [];
    const keysOf = (row: WorkRow) => groupKeys(by.map(({ slot }) => row[slot] ?? null));
    return {
      take: (row) => {
        for (const { slot, of } of by) row[slot] = of(row);
        const keys = keysOf(row);
        for (const key of keys) groups.at(key).add(row);
        if (keys.length === mostGroupsOfRow && areTooMany(by.map(({ slot }) => row[slot] ?? null)))
          cut.rows++;
        rows.push(row);
      },
      end: () => {
        const results = new Map<Aggregation, readonly EsqlValue[]>();
        for (const { of } of groups.entries()) results.set(of, of.results());
        for (const row of rows) {
          if (next.isFull) break;
          const found = keysOf(row).map((key) => results.get(groups.at(key)) ?? []);
          const values = aggregates.map((_, index) =>
            valueOfList(found.flatMap((each) => listOf(each[index] ?? null))),
          );
          put(row, aggregates, values);
          next.take(row);
        }
        next.end();
      },
      isFull: false,
    };
  };
}

function put(row: WorkRow, aggregates: readonly AggregateAt[], results: readonly EsqlValue[]): void {
  for (const [index, { slot }] of aggregates.entries()) row[slot] = results[index] ?? null;
}
