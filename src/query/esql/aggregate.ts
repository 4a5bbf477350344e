/** What an aggregate function of ES|QL is. A file of `aggregates/` is one. */
import type { CallSite, EsqlParameter } from './function.ts';
import type { EsqlType, EsqlValue } from './value.ts';

/** What becomes of the rows of one group, one after the other. */
export interface Accumulator {
  /** @param args the arguments' values in a row: every value of a list counts, null counts for nothing */
  add(args: readonly EsqlValue[]): void;
  /** @returns the value of what was added until now; of nothing, too */
  result(): EsqlValue;
}

export interface AggregateExample {
  /** Of the arguments; none of `COUNT(*)`. */
  readonly types?: readonly EsqlType[];
  /** The arguments' values, row by row. Those that are constant are the same in each. */
  readonly rows: readonly (readonly EsqlValue[])[];
  readonly result: EsqlValue;
}

export interface EsqlAggregate {
  /** As Elastic writes it, in capitals. */
  readonly name: string;
  readonly aliases?: readonly string[];
  /** `COUNT` may have none, or `*`. */
  readonly parameters: readonly EsqlParameter[];
  /** @returns undefined if the aggregate takes no such combination */
  readonly result: (types: readonly EsqlType[]) => EsqlType | undefined;
  /** @throws {EsqlConstantError} if a constant argument is wrong */
  readonly at: (site: CallSite) => Accumulator;
  /**
   * How the value moves as rows are added: `up` never falls, `down` never rises, `any` does both. A condition such as
   * `COUNT(*) < 75` can be given up once an aggregate that goes up has reached 75.
   */
  readonly moves: 'any' | 'down' | 'up';
  /** Run as tests. */
  readonly examples: readonly AggregateExample[];
  readonly doc: string;
}
