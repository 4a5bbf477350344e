/**
 * How a query runs: each command is an operator that is given rows, one after the other, and gives rows to the next.
 * Nothing is kept until a command needs all of them.
 */
import type { EsqlValue } from '../value.ts';

/** A row on its way: of one holder at a time, which may write into it. */
export type WorkRow = EsqlValue[];

export interface Sink {
  take(row: WorkRow): void;
  /** There are no more rows. */
  end(): void;
  /** Whether further rows would change nothing. */
  readonly isFull: boolean;
}

/** @param next where the rows go */
export type Operator = (next: Sink) => Sink;

/** What is computed of a row. */
export type Compute = (row: WorkRow) => EsqlValue;

/** @returns what runs all the operators, in their order */
export function pipeline(operators: readonly Operator[], last: Sink): Sink {
  return operators.reduceRight((next, operator) => operator(next), last);
}

/** The end of a pipeline: it keeps the rows. */
export class Rows implements Sink {
  readonly isFull = false;
  #rows: WorkRow[] = [];

  take(row: WorkRow): void {
    this.#rows.push(row);
  }

  end(): void {}

  /** @returns the rows since it was last asked */
  taken(): readonly WorkRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }
}
