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

/** @param rows which of the table's are written */
export function sheetValue(table: Table, rows: readonly number[]): JsonObject {
  const from = rows.reduce((first, row) => Math.min(first, table.ats[row] as number), Number.POSITIVE_INFINITY);
  const numbers = rows.map((row) => table.numbers[row] as number);
  const summaries = [...table.summaries].map(([id, summary]) => summaryRow(id, summary));
  return itemValue('sheet', {
    count: rows.length,
    from,
    times: digitsOf(rows.map((row) => (table.ats[row] as number) - from)),
    events: digitsOf(rows.map((row) => table.hashes[row] as number)),
    ...(numbers.some((number) => number > 0) && { numbers: digitsOf(numbers) }),
    columns: table.columns.map((column) => columnJson(column, rows)),
    ...(summaries.length > 0 && { summaries }),
  });
}

/** Codes are given anew, so that there are none but those of the rows. */
function columnJson({ codes, shownAt, whichAt }: TableColumn, rows: readonly number[]): ColumnJson {
  const fresh = new Map<number, number>([[0, 0]]);
  const values: Json[] = [];
  const which: Record<string, Json> = {};
  const written = rows.map((row) => {
    const code = codes[row] as number;
    const known = fresh.get(code);
    if (known !== undefined) return known;
    const shown = shownAt(code);
    const told = whichAt(code);
    const next = values.push(toJson(shown));
    if (!isEqual(shown, told)) which[next] = toJson(told);
    fresh.set(code, next);
    return next;
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
    summaries: (summaries) => summaries === undefined || (Array.isArray(summaries) && summaries.every(isSummaryRow)),
  });
  const size = Number(count);
  const from = Number(value.from);
  const summaries = (value.summaries ?? []) as readonly unknown[];
  return {
    columns: (value.columns as readonly Json[]).map((column) => columnOf(column, size) as TableColumn),
    ats: (numbersOf(value.times, size) as number[]).map((time) => from + time),
    hashes: numbersOf(value.events, size) as number[],
    numbers: value.numbers === undefined ? new Array(size).fill(0) : (numbersOf(value.numbers, size) as number[]),
    summaries: new Map(summaries.filter(isSummaryRow).map((row) => [row[0], summaryFrom(row)])),
  };
}

function columnOf(json: unknown, count: number): TableColumn | undefined {
  if (!Array.isArray(json) || json.length !== 3) return undefined;
  const [values, which, digits] = json as readonly unknown[];
  if (!Array.isArray(values) || typeof which !== 'object' || which === null) return undefined;
  const codes = numbersOf(digits, count);
  const shown = [null, ...values.map(fromJson)];
  if (codes === undefined || shown.includes(undefined) || codes.some((code) => code >= shown.length)) return undefined;
  const told = new Map(Object.entries(which).map(([code, each]) => [Number(code), fromJson(each as Json)]));
  return {
    codes,
    size: shown.length,
    shownAt: (code) => shown[code] as EsqlValue,
    whichAt: (code) => told.get(code) ?? (shown[code] as EsqlValue),
  };
}

