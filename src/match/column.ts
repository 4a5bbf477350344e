/**
 * The values of a field as a column of ES|QL has them, which is as an index gives them back: numbers and booleans in
 * order, keywords and addresses in order and each once, text as it is written.
 * https://www.elastic.co/docs/reference/query-languages/esql/esql-multivalued-fields
 */
import { formatAddress, parseAddress } from '../query/address.ts';
import { type Compare, orderOf, valueOfList } from '../query/esql/order.ts';
import type { EsqlType, EsqlValue, Scalar } from '../query/esql/value.ts';
import { longOf } from '../schema/exact-number.ts';
import { type Scalar as JsonScalar, someLeaf, someValue, type Visit } from '../schema/visit.ts';
import { toEpochMs } from './date.ts';
import { isFalse as isFalseWord, isTrue, toNumber } from './scalar.ts';

/** @param leaves whether values below an object count as well */
export type ReadColumn = (value: unknown, leaves?: boolean) => EsqlValue;

/** How values of each type are read. */
export interface Columns {
  readonly keywordColumn: ReadColumn;
  readonly textColumn: ReadColumn;
  readonly versionColumn: ReadColumn;
  readonly ipColumn: ReadColumn;
  readonly booleanColumn: ReadColumn;
  readonly dateColumn: ReadColumn;
  readonly doubleColumn: ReadColumn;
  readonly longColumn: ReadColumn;
}

/** How the values of something read from an event are visited, one after the other: a value, or an array of values. */
export type VisitValues = (value: unknown, visit: Visit) => boolean;

export interface Reads {
  /** @returns epoch milliseconds of a value, NaN of what is no date */
  readonly toDate: (value: JsonScalar) => number;
  readonly isFalse: (value: JsonScalar) => boolean;
}

/**
 * @param ofValue how scalars are visited that are a value or stand in an array
 * @param ofLeaves how all scalars below an object are visited
 * @param reads how those are read of which not all documents have the same
 */
export function columnsBy(
  ofValue: VisitValues,
  ofLeaves: VisitValues,
  { toDate, isFalse }: Reads = { toDate: toEpochMs, isFalse: isFalseWord },
): Columns {
  const columnOf = (type: EsqlType, read: (value: JsonScalar) => Scalar | null, kept: Kept) =>
    columnReader(orderOf(type), read, kept, ofValue, ofLeaves);
  return {
    // Numbers and booleans as JSON writes them.
    keywordColumn: columnOf('keyword', String, 'set'),
    textColumn: columnOf('text', String, 'as-written'),
    versionColumn: columnOf('version', String, 'set'),
    ipColumn: columnOf('ip', address, 'set'),
    booleanColumn: columnOf(
      'boolean',
      (value) => (isTrue(value) ? true : isFalse(value) ? false : null),
      'sorted',
    ),
    dateColumn: columnOf('date', (value) => finite(toDate(value)), 'sorted'),
    doubleColumn: columnOf('double', (value) => finite(toNumber(value)), 'sorted'),
    longColumn: columnOf('long', whole, 'sorted'),
  };
}

type Kept = 'as-written' | 'set' | 'sorted';

/** @param read gives null for what the type has no value for */
function columnReader(
  compare: Compare,
  read: (value: JsonScalar) => Scalar | null,
  kept: Kept,
  ofValue: VisitValues,
  ofLeaves: VisitValues,
): ReadColumn {
  const isText = read === String;
  return (value, leaves = false) => {
    if (value === undefined || value === null) return null;
    // Most values are one. Whether an empty text is a value, those who visit values know.
    if (typeof value === 'string') {
      if (value !== '') return isText ? value : read(value);
    } else if (typeof value === 'number') {
      return read(value);
    } else if (isText && isTexts(value)) {
      if (value.length === 1) return value[0] as string;
      if (kept === 'as-written') return value;
    }
    const found: Scalar[] = [];
    (leaves ? ofLeaves : ofValue)(value, (scalar) => {
      const each = read(scalar);
      if (each !== null) found.push(each);
      return false;
    });
    if (found.length < 2 || kept === 'as-written') return valueOfList(found);
    return valueOfList((kept === 'set' ? [...new Set(found)] : found).sort(compare));
  };
}

/** Whether it is a list of texts that are values, wherever empty ones are and wherever they are not. */
function isTexts(value: unknown): value is readonly string[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  for (const each of value) if (typeof each !== 'string' || each === '') return false;
  return true;
}

function address(value: JsonScalar): string | null {
  const parsed = parseAddress(String(value));
  return parsed === undefined ? null : formatAddress(parsed);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/**
 * A fraction is cut off, as an index does. What 64 bits cannot hold is no value; whether they have a sign the field's
 * type says, and here either will do.
 */
function whole(value: JsonScalar): bigint | number | null {
  const long = typeof value === 'string' ? longOf(value) : undefined;
  if (long !== undefined) return long;
  const number = Math.trunc(toNumber(value)) + 0;
  if (Number.isSafeInteger(number)) return number;
  // Written with an exponent.
  return number >= -(2 ** 63) && number < 2 ** 64 ? BigInt(number) : null;
}

export const {
  booleanColumn,
  dateColumn,
  doubleColumn,
  ipColumn,
  keywordColumn,
  longColumn,
  textColumn,
  versionColumn,
} = /* @__PURE__ */ columnsBy(someValue, someLeaf);
