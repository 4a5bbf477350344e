/** Values of one type as those of a wider one, which functions of mixed numbers give. */
import { isList } from './order.ts';
import type { EsqlType, EsqlValue, Scalar } from './value.ts';

/** @returns what makes a value of one type one of another that `common` found for it */
export function converter(from: EsqlType, to: EsqlType): (value: EsqlValue) => EsqlValue {
  if (to !== 'double' || from !== 'long') return (value) => value;
  return (value) => (value === null ? null : isList(value) ? value.map(double) : double(value));
}

/** Longs beyond 2^53 are bigints, and doubles are not. */
export function double(value: Scalar): Scalar {
  return typeof value === 'bigint' ? Number(value) : value;
}
