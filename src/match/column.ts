/**
 * The values of a field as a column of ES|QL has them, which is as an index gives them back: numbers and booleans in
 * order, keywords and addresses in order and each once, text as it is written.
 * https://www.elastic.co/docs/reference/query-languages/esql/esql-multivalued-fields
 */
import { formatAddress, parseAddress } from '../query/address.ts';
import { orderOf, valueOfList } from '../query/esql/order.ts';
import type { EsqlType, EsqlValue, Scalar } from '../query/esql/value.ts';
import { type Scalar as JsonScalar, someLeaf, someValue } from '../schema/visit.ts';
import { toEpochMs } from './date.ts';
import { isFalse, isTrue, toNumber } from './scalar.ts';

/** @param leaves whether values below an object count as well */
export type ReadColumn = (value: unknown, leaves?: boolean) => EsqlValue;

/** Numbers and booleans as JSON writes them. */
export const keywordColumn: ReadColumn = columnOf('keyword', String, 'set');
export const textColumn: ReadColumn = columnOf('text', String, 'as-written');
export const versionColumn: ReadColumn = columnOf('version', String, 'set');
export const ipColumn: ReadColumn = columnOf('ip', address, 'set');
export const booleanColumn: ReadColumn = columnOf('boolean', boolean, 'sorted');
export const dateColumn: ReadColumn = columnOf('date', (value) => finite(toEpochMs(value)), 'sorted');
export const doubleColumn: ReadColumn = columnOf('double', (value) => finite(toNumber(value)), 'sorted');
export const longColumn: ReadColumn = columnOf('long', whole, 'sorted');

/** @param read gives null for what the type has no value for */
function columnOf(
  type: EsqlType,
  read: (value: JsonScalar) => Scalar | null,
  kept: 'as-written' | 'set' | 'sorted',
): ReadColumn {
  const compare = orderOf(type);
  return (value, leaves = false) => {
    if (typeof value === 'string') return value === '' ? null : read(value);
    const found: Scalar[] = [];
    (leaves ? someLeaf : someValue)(value, (scalar) => {
      const each = read(scalar);
      if (each !== null) found.push(each);
      return false;
    });
    if (found.length < 2 || kept === 'as-written') return valueOfList(found);
    return valueOfList((kept === 'set' ? [...new Set(found)] : found).sort(compare));
  };
}

function address(value: JsonScalar): string | null {
  const parsed = parseAddress(String(value));
  return parsed === undefined ? null : formatAddress(parsed);
}

function boolean(value: JsonScalar): boolean | null {
  return isTrue(value) ? true : isFalse(value) ? false : null;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

const longest = 2n ** 63n;

/** A fraction is cut off, as an index does. */
function whole(value: JsonScalar): bigint | number | null {
  if (typeof value === 'string' && /^[+-]?\d{16,19}$/.test(value)) {
    const exact = BigInt(value);
    if (exact >= longest || exact < -longest) return null;
    return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
  }
  const number = toNumber(value);
  return Number.isFinite(number) ? Math.trunc(number) + 0 : null;
}
