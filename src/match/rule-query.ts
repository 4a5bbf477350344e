/**
 * An ES|QL query of a rule. Up to its first `STATS` it is run event by event; from there on over what a window of time has
 * of a group, which correlation keeps.
 */
import type { Accumulator } from '../query/esql/aggregate.ts';
import { isList } from '../query/esql/order.ts';
import { CallSites } from '../query/esql/run/call-sites.ts';
import { type GroupKey, groupKeys } from '../query/esql/run/groups.ts';
import { type Operator, pipeline, Rows, type Sink, type WorkRow } from '../query/esql/run/operator.ts';
import type { ResultColumn, Section } from '../query/esql/run/query.ts';
import type { Warning } from '../query/esql/run/warnings.ts';
import type { EsqlType, EsqlValue, Scalar } from '../query/esql/value.ts';
import type { AuditEvent } from '../schema/audit-event.ts';
import { timestamp } from '../schema/derive.ts';
import type { Head } from '../schema/head.ts';
import type { Context } from '../schema/read.ts';
import { toEpochMs } from './date.ts';

/** How a rule's query is compiled. */
export interface RuleQueryCode {
  /** Where the lines of its text begin. */
  readonly lines: readonly number[];
  /** How often windows end, milliseconds: `NOW()` is the end of one. */
  readonly every: number;
  readonly read: (event: AuditEvent, context: Context, head: Head) => WorkRow;
  /** The commands that run event by event. */
  readonly perEvent: Section['operators'];
  /** Of the result: those that the event's document does not have anyway. */
  readonly columns: readonly ResultColumn[];
  /** Of a query with `STATS`. */
  readonly grouping?: GroupingCode;
}

export interface GroupingCode {
  readonly by: readonly ResultColumn[];
  /** Whether a group is of a stretch of time. */
  readonly isBucket: boolean;
  /** Of a row the values that groups and aggregates are made of, each once. */
  readonly cells: (sites: CallSites) => (row: WorkRow) => EsqlValue[];
  /** Of an event what it is grouped by, where that needs no row of it. */
  readonly keyOf?: (event: AuditEvent, context: Context, head: Head) => readonly EsqlValue[];
  /** Which of the cells the grouping expressions are. */
  readonly keys: readonly number[];
  /** Which of the cells aggregates are given. One is given twice if different things are asked of it. */
  readonly values: readonly number[];
  /** What of each of those values is asked for: which it is, or what it says. */
  readonly asked: readonly ValueUse[];
  /** The query wants no group with less. */
  readonly least?: Least;
  /** The query wants no group that has, in a cell, no other value than the usual one. */
  readonly rare?: Rare;
  readonly aggregates: readonly AggregateCode[];
  /** Of each aggregate what makes its accumulators. */
  readonly accumulators: (sites: CallSites) => readonly (() => Accumulator)[];
  /** Conditions that a group must fulfil: from so many of what an aggregate counts, it never will again. */
  readonly dead: readonly { readonly aggregate: number; readonly from: number }[];
  /** Conditions that a group must fulfil: of what an aggregate counts there must be so many. */
  readonly floors: readonly { readonly aggregate: number; readonly count: number }[];
  /** The query wants groups of which the smallest of a value, a time, is not longer ago than this, milliseconds. */
  readonly firstSeen?: { readonly value: number; readonly within: number };
  /** Slots of a row. */
  readonly width: number;
  /** The commands behind `STATS`. */
  readonly perGroup: Section['operators'];
}

/** So many values in a cell, together; without a cell so many rows. */
export interface Least {
  readonly count: number;
  readonly cell?: number;
}

export interface Rare {
  readonly cell: number;
  readonly usual: Scalar;
}

/** `which`: values are only told apart. `what`: they are shown or computed with. */
export type ValueUse = 'what' | 'which';

export interface AggregateCode {
  /** Where the value goes. */
  readonly slot: number;
  /** Which of the values it is given. */
  readonly args: readonly number[];
  /** The value that has to be true. */
  readonly where?: number;
  /** Of the first argument. */
  readonly type: EsqlType;
  readonly need: Need;
}

/**
 * Which rows of a cell of time an aggregate needs, so that windows are decided as if it had all of them: those that count
 * until there are `upTo`; those with a value that is not known until there are `upTo` values; the one with the smallest
 * or largest; or all, of which those beyond `upTo` give way.
 */
export type Need =
  | { readonly kind: 'all' | 'count' | 'distinct' | 'sum'; readonly upTo: number }
  | { readonly kind: 'largest' | 'smallest' };

/** Values that a query could not compute, and took for null. */
export interface QueryWarning {
  /** Where in the query: line and column, `4:12`. */
  readonly place: string;
  /** One sentence, without anything of an event. */
  readonly reason: string;
  /** How often since it was last asked; what is computed twice counts twice. */
  readonly count: number;
  /** Whether the query has told of the reason for the first time in the life of the process. */
  readonly isFirst: boolean;
}

/** What a group remembers of a row: the values that aggregates are given. */
export type Remembered = readonly EsqlValue[];

export class RuleQuery {
  readonly #code: RuleQueryCode;
  readonly #rows = new Rows();
  /** Reasons of warnings: as few as the query's functions have. */
  readonly #told = new Set<string>();
  // Made with the first event: most processes never meet one.
  #made: Made | undefined;

  constructor(code: RuleQueryCode) {
    this.#code = code;
  }

  get columns(): readonly ResultColumn[] {
    return this.#code.columns;
  }

  get grouping(): GroupingCode | undefined {
    return this.#code.grouping;
  }

  /** @returns the group that all rows of an event are in; undefined if that takes more to tell, or if they are in several */
  quickKey(event: AuditEvent, context: Context, head: Head): GroupKey | undefined {
    const key = this.#code.grouping?.keyOf?.(event, context, head);
    return key === undefined || key.some(isList) ? undefined : (key as GroupKey);
  }

  /** @returns what the commands that run event by event make of an event; none if a condition does not hold */
  rows(event: AuditEvent, context: Context, head: Head): readonly WorkRow[] {
    const { sites, perEvent } = this.#parts();
    const row = this.#code.read(event, context, head);
    if (perEvent === undefined) return [row];
    sites.now = this.#endOfSlot(event, context);
    perEvent.take(row);
    return this.#rows.taken();
  }

  /** Whether any row is left of an event. */
  some(event: AuditEvent, context: Context, head: Head): boolean {
    return this.rows(event, context, head).length > 0;
  }

  /** @returns of a row the values that groups and aggregates are made of */
  cells(row: WorkRow): readonly EsqlValue[] {
    const { cells } = this.#parts();
    if (cells === undefined) throw new Error('a query without STATS has no groups');
    return cells(row);
  }

  /** @returns the groups that a row is in, and what they remember of it */
  inputs(row: WorkRow): readonly [keys: readonly GroupKey[], remembered: Remembered] {
    const cells = this.cells(row);
    const { keys = [], values = [] } = this.#code.grouping ?? {};
    const at = (index: number) => cells[index] ?? null;
    return [groupKeys(keys.map(at)), values.map(at)];
  }

  /**
   * Runs what stands from `STATS` on over the rows of a group.
   * @param now the end of the window
   * @returns the rows that are left: none, one, or several
   */
  evaluate(key: GroupKey, rows: readonly Remembered[], now: number): readonly WorkRow[] {
    const { grouping } = this.#code;
    const { sites, accumulators, perGroup } = this.#parts();
    if (grouping === undefined) throw new Error('a query without STATS has no groups');
    sites.now = now;
    const row: WorkRow = new Array<EsqlValue>(grouping.width).fill(null);
    for (const [index, { slot }] of grouping.by.entries()) row[slot] = key[index] ?? null;
    const conclude = (index: number): EsqlValue => {
      const { slot, args, where } = grouping.aggregates[index] as AggregateCode;
      const accumulator = accumulators[index]?.();
      if (accumulator === undefined) throw new Error('an aggregate has no accumulator');
      for (const values of rows) {
        if (where === undefined || values[where] === true)
          accumulator.add(args.map((arg) => values[arg] ?? null));
      }
      const result = accumulator.result();
      row[slot] = result;
      return result;
    };
    // Most groups fail here, before all else is computed of them.
    const known = new Set<number>();
    for (const { aggregate, count } of grouping.floors) {
      known.add(aggregate);
      if (Number(conclude(aggregate)) < count) return [];
    }
    for (const index of grouping.aggregates.keys()) if (!known.has(index)) conclude(index);
    const last = new Rows();
    const first = pipeline(perGroup, last);
    first.take(row);
    first.end();
    return last.taken();
  }

  /** @returns what could not be computed since the last call */
  takeWarnings(): readonly QueryWarning[] {
    const found = this.#made?.sites.warnings.takeNew() ?? [];
    return found.length === 0 ? noWarnings : found.map((each) => this.#placed(each));
  }

  #placed({ start, reason, count }: Warning): QueryWarning {
    const { lines } = this.#code;
    const line = lines.findLastIndex((begin) => begin <= start);
    const isFirst = !this.#told.has(reason);
    this.#told.add(reason);
    return { place: `${line + 1}:${start - (lines[line] ?? 0) + 1}`, reason, count, isFirst };
  }

  #parts(): Made {
    if (this.#made === undefined) {
      const { perEvent, grouping } = this.#code;
      const sites = new CallSites(0, 'kind');
      const operators = perEvent(sites);
      this.#made = {
        sites,
        perEvent: operators.length === 0 ? undefined : pipeline(operators, this.#rows),
        cells: grouping?.cells(sites),
        accumulators: grouping?.accumulators(sites) ?? [],
        perGroup: grouping?.perGroup(sites) ?? [],
      };
    }
    return this.#made;
  }

  /** The first moment at which the rule's search would have found the event. */
  #endOfSlot(event: AuditEvent, { now }: Context): number {
    const { every } = this.#code;
    const time = event['@timestamp'] ?? event.requestReceivedTimestamp ?? timestamp(event);
    const at = typeof time === 'string' || typeof time === 'number' ? toEpochMs(time) : Number.NaN;
    return (Math.floor((Number.isNaN(at) ? now : at) / every) + 1) * every;
  }
}

const noWarnings: readonly QueryWarning[] = [];

interface Made {
  readonly sites: CallSites;
  /** Undefined if there is nothing to be done with an event's row. */
  readonly perEvent: Sink | undefined;
  readonly cells: ReturnType<GroupingCode['cells']> | undefined;
  readonly accumulators: readonly (() => Accumulator)[];
  readonly perGroup: readonly Operator[];
}

export function ruleQuery(code: RuleQueryCode): RuleQuery {
  return new RuleQuery(code);
}
