/** What is read from a sheet, whether it is in the making or stored: the entries of a group. */
import type { GroupingCode } from '../../../match/rule-query.ts';
import { isList } from '../../../query/esql/order.ts';
import { type GroupKey, groupKeys } from '../../../query/esql/run/groups.ts';
import type { EsqlValue, Scalar } from '../../../query/esql/value.ts';
import type { EventSummary } from '../../../signal.ts';
import { getOrMake } from '../../get-or-make.ts';
import type { Entry } from '../../windows/entry.ts';
import type { NumberedRow, RememberedRows } from '../remembered-rows.ts';
import { textOf } from './dictionary.ts';

/** Of a column by code what is told of its values, and by what they are told apart; by row the code. */
export interface TableColumn {
  readonly codes: readonly number[];
  shownAt(code: number): EsqlValue;
  whichAt(code: number): EsqlValue;
  /** How many codes there are. */
  readonly size: number;
}

export interface Table {
  readonly columns: readonly TableColumn[];
  /** By row, epoch milliseconds. */
  readonly ats: readonly number[];
  /** By row what tells the group's events of one time apart. */
  readonly hashes: readonly number[];
  /** By row which of its event's rows it is. */
  readonly numbers: readonly number[];
  /** By the ids of entries. */
  readonly summaries: ReadonlyMap<string, EventSummary>;
}

/** @param rows which of the table's are meant; undefined for all. @returns a table that has those alone */
export function tableOfRows(table: Table, rows: readonly number[] | undefined): Table {
  if (rows === undefined) return table;
  const of = (numbers: readonly number[]) => rows.map((row) => numbers[row] as number);
  return {
    columns: table.columns.map((column) => ({
      codes: of(column.codes),
      size: column.size,
      shownAt: (code) => column.shownAt(code),
      whichAt: (code) => column.whichAt(code),
    })),
    ats: of(table.ats),
    hashes: of(table.hashes),
    numbers: of(table.numbers),
    summaries: table.summaries,
  };
}

/** An event is told from the group's others by when it was, and by this number. */
export function entryId(at: number, hash: number): string {
  return `${at.toString(36)}.${hash.toString(36)}`;
}

/**
 * @param key of the group, as `Showing.whichOf` gives its values
 * @param ofMany whether many groups are looked for
 * @returns the rows of the group
 */
export function rowsOfGroup(
  table: Table,
  { keys }: GroupingCode,
  key: GroupKey,
  ofMany: boolean,
): readonly number[] {
  if (ofMany) {
    const known = indexes.get(table) ?? indexOf(table, keys);
    indexes.set(table, known);
    return known.get(key.map(textOf).join('\0')) ?? [];
  }
  const wanted = keys.map((cell, index) => {
    const column = table.columns[cell] as TableColumn;
    const value = key[index] ?? null;
    const codes = new Set<number>();
    for (let code = 0; code < column.size; code++) if (has(column.whichAt(code), value)) codes.add(code);
    return { of: column.codes, codes };
  });
  if (wanted.some(({ codes }) => codes.size === 0)) return [];
  return table.ats.flatMap((_, row) =>
    wanted.every(({ of, codes }) => codes.has(of[row] as number)) ? [row] : [],
  );
}

const indexes = new WeakMap<Table, ReadonlyMap<string, readonly number[]>>();

/** @returns by group the rows of each */
function indexOf({ columns, ats }: Table, keys: readonly number[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (let row = 0; row < ats.length; row++) {
    const values = keys.map((cell) => {
      const column = columns[cell] as TableColumn;
      return column.whichAt(column.codes[row] as number);
    });
    for (const key of groupKeys(values)) getOrMake(found, key.map(textOf).join('\0'), () => []).push(row);
  }
  return found;
}

function has(value: EsqlValue, wanted: Scalar | null): boolean {
  return isList(value) ? value.includes(wanted as Scalar) : value === wanted;
}

/** @returns an entry for each of the rows: those of one event are one when they are merged */
export function entryOf(table: Table, grouping: GroupingCode, row: number): Entry<RememberedRows> {
  const at = table.ats[row] as number;
  const id = entryId(at, table.hashes[row] as number);
  const values = grouping.values.map((cell, index) => {
    const column = table.columns[cell] as TableColumn;
    const code = column.codes[row] as number;
    return grouping.asked[index] === 'which' ? column.whichAt(code) : column.shownAt(code);
  });
  const numbered: NumberedRow = { number: table.numbers[row] as number, values };
  const summary = table.summaries.get(id);
  return { id, at, data: [numbered], ...(summary && { summary }) };
}
