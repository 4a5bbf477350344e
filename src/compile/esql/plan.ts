/**
 * A checked ES|QL query: commands with typed columns. Every name is resolved, every function is chosen, literals that
 * stand for dates, addresses or versions are converted, and mistakes are gone. It is what is emitted as code.
 */
import type { EsqlAggregate } from '../../query/esql/aggregate.ts';
import type { EsqlFunction } from '../../query/esql/function.ts';
import type { EsqlType, EsqlValue } from '../../query/esql/value.ts';
import type { Field } from '../../schema/field.ts';
import type { Predicate } from '../predicate.ts';
import type { Span } from '../problem.ts';

/** A column is made once: another column of its name that hides it is another column. */
export interface Column {
  /** Its place in a row; no other column of the query has it. */
  readonly slot: number;
  readonly name: string;
  readonly type: EsqlType;
}

export type PlanExpression =
  | { readonly kind: 'literal'; readonly value: EsqlValue; readonly type: EsqlType; readonly span: Span }
  | { readonly kind: 'column'; readonly column: Column; readonly type: EsqlType; readonly span: Span }
  | {
      readonly kind: 'call';
      readonly function: EsqlFunction;
      readonly args: readonly PlanExpression[];
      readonly type: EsqlType;
      readonly span: Span;
    }
  /** `KQL("…")`: a condition on the event that the row is made of. */
  | {
      readonly kind: 'kql';
      readonly predicate: Predicate;
      readonly type: 'boolean';
      readonly span: Span;
    };

export interface Definition {
  readonly column: Column;
  readonly expression: PlanExpression;
}

export interface AggregateDefinition {
  readonly column: Column;
  readonly aggregate: EsqlAggregate;
  readonly args: readonly PlanExpression[];
  /** `… WHERE condition`: rows for which it is not true are left out. */
  readonly where?: PlanExpression;
  readonly span: Span;
}

export interface SortKey {
  readonly expression: PlanExpression;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

export type PlanCommand = { readonly span: Span } /** One row. */ & (
  | { readonly kind: 'row'; readonly of: readonly Definition[] }
  /** A row for each event or document: `fields` are those that the query asks for, all others are not read. */
  | {
      readonly kind: 'from';
      readonly patterns: readonly string[];
      /** `_index` of events that have none of their own; null where the query does not say which one. */
      readonly index: string | null;
      readonly fields: readonly { readonly column: Column; readonly field: Field }[];
      /** `METADATA`: what is not known of the events is null. */
      readonly metadata: readonly {
        readonly column: Column;
        readonly name: string;
        readonly isKnown: boolean;
      }[];
    }
  | { readonly kind: 'where'; readonly condition: PlanExpression }
  | { readonly kind: 'eval'; readonly of: readonly Definition[] }
  /**
   * Without `inline` the rows become one a group, with the columns of `by` and the aggregates alone; with it they stay,
   * and each gets the aggregates of its group. An expression around aggregates is an `eval` behind this command.
   */
  | {
      readonly kind: 'stats';
      readonly inline: boolean;
      readonly aggregates: readonly AggregateDefinition[];
      readonly by: readonly Definition[];
    }
  /** `KEEP`, `DROP` and `RENAME`: these columns are left, in this order. */
  | { readonly kind: 'project'; readonly of: readonly { readonly from: Column; readonly to: Column }[] }
  | { readonly kind: 'mv-expand'; readonly from: Column; readonly to: Column }
  | { readonly kind: 'sort'; readonly by: readonly SortKey[] }
  | { readonly kind: 'limit'; readonly count: number }
  | {
      readonly kind: 'dissect' | 'grok';
      readonly input: PlanExpression;
      readonly pattern: string;
      /** `APPEND_SEPARATOR` of `DISSECT`. */
      readonly appendSeparator?: string;
      /** What the pattern's names become; the order is that of the pattern. */
      readonly outputs: readonly { readonly name: string; readonly column: Column }[];
    }
);

export interface Plan {
  readonly commands: readonly PlanCommand[];
  /** Of the result, in order. */
  readonly columns: readonly Column[];
  /** How many slots a row has. */
  readonly width: number;
}
