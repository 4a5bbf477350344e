/** Values as JSON, as Elasticsearch's API answers with them. */
import type { EsqlType, EsqlValue, Scalar } from './value.ts';

/** @returns JSON text: dates in ISO 8601 with milliseconds, longs with all their digits */
export function toJson(value: EsqlValue, type: EsqlType): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `[${value.map((each: Scalar) => scalar(each, type)).join(',')}]`;
  return scalar(value as Scalar, type);
}

function scalar(value: Scalar, type: EsqlType): string {
  if (typeof value === 'bigint') return String(value);
  return JSON.stringify(type === 'date' ? new Date(value as number).toISOString() : value);
}
