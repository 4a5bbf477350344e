/**
 * A sheet: what a delivery's events give the groups of a rule in a cell of time, as one item. It is a table with a row for
 * each row of the query, in columns of which each value stands once, which is a tenth of what an entry for each group takes.
 */
import type { EsqlValue } from '../../../query/esql/value.ts';
import type { Json, JsonObject } from '../../../schema/audit-event.ts';
import type { StoredItem } from '../../../state/store.ts';
import { isNumber, itemValue, membersOf } from '../../item-value.ts';
import { isSummaryRow, summaryFrom, summaryRow } from '../../windows/partials.ts';
import { fromJson, toJson } from '../remembered-rows.ts';
import { digitsOf, numbersOf } from './digits.ts';
import type { Table, TableColumn } from './table.ts';

/** `values` by code, from 1; `which`, by code, of those that are told apart by something else than what is shown. */
type ColumnJson = readonly [values: readonly Json[], which: JsonObject, codes: readonly string[]];

/** @param rows which of the table's are written; undefined for all */
export function sheetValue(table: Table, rows: readonly number[] | undefined): JsonObject {
  const of = (numbers: readonly number[]) =>
    rows === undefined ? numbers : rows.map((row) => numbers[row] as number);
  const ats = of(table.ats);
  const numbers = of(table.numbers);
  const from = ats.reduce((first, at) => Math.min(first, at), Number.POSITIVE_INFINITY);
  const summaries = [...table.summaries].map(([id, summary]) => summaryRow(id, summary));
  return itemValue('sheet', {
    count: ats.length,
    from,
    times: digitsOf(ats.map((at) => at - from)),
    events: digitsOf(of(table.hashes)),
    ...(numbers.some((number) => number > 0) && { numbers: digitsOf(numbers) }),
    columns: table.columns.map((column) => columnJson(column, rows)),
    ...(summaries.length > 0 && { summaries }),
  });
}

/** Of rows that are not all, codes are given anew, so that there are none but theirs. */
function columnJson(column: TableColumn, rows: readonly number[] | undefined): ColumnJson {
  const { codes, size } = column;
  const values: Json[] = [];
  const which: Record<string, Json> = {};
  const add = (code: number): number => {
    const shown = column.shownAt(code);
    const told = column.whichAt(code);
    const next = values.push(toJson(shown));
    if (!isEqual(shown, told)) which[next] = toJson(told);
    return next;
  };
  if (rows === undefined) {
    for (let code = 1; code < size; code++) add(code);
    return [values, which, digitsOf(codes)];
  }
  const fresh = new Map<number, number>([[0, 0]]);
  const written = rows.map((row) => {
    const code = codes[row] as number;
    const known = fresh.get(code) ?? add(code);
    fresh.set(code, known);
    return known;
  });
  return [values, which, digitsOf(written)];
}

function isEqual(one: EsqlValue, other: EsqlValue): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((each, index) => each === other[index]);
}

/**
 * @param cells how many columns there are
 * @throws StateShapeError, which names the key, if the item is no sheet
 */
export function tableOf(item: StoredItem, cells: number): Table {
  const isDigits = (count: unknown) => (value: unknown) =>
    isNumber(count) && numbersOf(value, count) !== undefined;
  const { count } = item.value;
  const value = membersOf(item, 'sheet', {
    count: isNumber,
    from: isNumber,
    times: isDigits(count),
    events: isDigits(count),
    numbers: (numbers) => numbers === undefined || isDigits(count)(numbers),
    columns: (columns) =>
      Array.isArray(columns) &&
      columns.length === cells &&
      columns.every((column) => columnOf(column, Number(count)) !== undefined),
    summaries: (summaries) =>
      summaries === undefined || (Array.isArray(summaries) && summaries.every(isSummaryRow)),
  });
  const size = Number(count);
  const from = Number(value.from);
  const summaries = (value.summaries ?? []) as readonly unknown[];
  return {
    columns: (value.columns as readonly Json[]).map((column) => columnOf(column, size) as TableColumn),
    ats: (numbersOf(value.times, size) as number[]).map((time) => from + time),
    hashes: numbersOf(value.events, size) as number[],
    numbers:
      value.numbers === undefined ? new Array(size).fill(0) : (numbersOf(value.numbers, size) as number[]),
    summaries: new Map(summaries.filter(isSummaryRow).map((row) => [row[0], summaryFrom(row)])),
  };
}

function columnOf(json: unknown, count: number): TableColumn | undefined {
  if (!Array.isArray(json) || json.length !== 3) return undefined;
  const [values, which, digits] = json as readonly unknown[];
  if (!Array.isArray(values) || typeof which !== 'object' || which === null) return undefined;
  const codes = numbersOf(digits, count);
  const shown = [null, ...values.map(fromJson)];
  if (codes === undefined || shown.includes(undefined) || codes.some((code) => code >= shown.length))
    return undefined;
  const told = new Map(Object.entries(which).map(([code, each]) => [Number(code), fromJson(each as Json)]));
  return {
    codes,
    size: shown.length,
    shownAt: (code) => shown[code] as EsqlValue,
    whichAt: (code) => told.get(code) ?? (shown[code] as EsqlValue),
  };
}
