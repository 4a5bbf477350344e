/** Values of ES|QL as signals have them. */

import { listOf } from '../../query/esql/order.ts';
import type { GroupKey } from '../../query/esql/run/groups.ts';
import type { WorkRow } from '../../query/esql/run/operator.ts';
import type { ResultColumn } from '../../query/esql/run/query.ts';
import type { EsqlType, EsqlValue, Scalar } from '../../query/esql/value.ts';
import type { Json } from '../../schema/audit-event.ts';
import type { GroupValues } from '../../signal.ts';

/** @returns the columns by name; of several rows all different values of each */
export function columnValues(
  columns: readonly ResultColumn[],
  rows: readonly WorkRow[],
): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    columns.map(({ name, slot, type }): [string, Json] => {
      const values = rows.map((row) => row[slot] ?? null);
      const [only = null] = values;
      return [name, values.length === 1 ? jsonOf(only, type) : together(values, type)];
    }),
  );
}

/** @returns what a group is of, by name; nothing for null */
export function groupValues(by: readonly ResultColumn[], key: GroupKey): GroupValues {
  return Object.fromEntries(
    by.map(({ name, type }, index) => {
      const value = key[index] ?? null;
      return [name, value === null ? [] : [String(scalarJson(value, type))]];
    }),
  );
}

function together(values: readonly EsqlValue[], type: EsqlType): Json {
  const different = [...new Set(values.flatMap(listOf))].map((value) => scalarJson(value, type));
  return different.length > 1 ? different : (different[0] ?? null);
}

function jsonOf(value: EsqlValue, type: EsqlType): Json {
  if (value === null) return null;
  return Array.isArray(value)
    ? (value as readonly Scalar[]).map((each) => scalarJson(each, type))
    : scalarJson(value as Scalar, type);
}

/** Dates in ISO 8601; whole numbers that JSON's readers would round as text. */
function scalarJson(value: Scalar, type: EsqlType): boolean | number | string {
  if (type === 'date') return new Date(Number(value)).toISOString();
  return typeof value === 'bigint' || typeof value === 'object' ? String(value) : value;
}
