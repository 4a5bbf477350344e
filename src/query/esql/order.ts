/** The order of values of one type. */
import { parseAddress } from '../address.ts';
import { compareTexts } from '../text-order.ts';
import { compareVersions } from '../version.ts';
import type { EsqlType, EsqlValue, Scalar } from './value.ts';

/** @returns below zero, zero or above zero */
export type Compare = (one: Scalar, other: Scalar) => number;

/**
 * @param type of the values
 * @returns the order in which Elasticsearch sorts them: texts by their bytes in UTF-8, addresses as 128 bits, false before
 * true
 */
export function orderOf(type: EsqlType): Compare {
  switch (type) {
    case 'keyword':
    case 'text':
      return (one, other) => compareTexts(one as string, other as string);
    case 'version':
      return (one, other) => compareVersions(one as string, other as string);
    case 'ip':
      return (one, other) => compareAddresses(one as string, other as string);
    default:
      // JavaScript compares numbers with bigints by their values.
      return (one, other) => (one < other ? -1 : one > other ? 1 : 0);
  }
}

/** @returns the values of a value: none of null, one, or several */
export function listOf(value: EsqlValue): readonly Scalar[] {
  if (value === null) return [];
  return isList(value) ? value : [value];
}

export function isList(value: EsqlValue): value is readonly Scalar[] {
  return Array.isArray(value);
}

/** @returns the value of these values: null for none, and no list for one */
export function valueOfList(values: readonly Scalar[]): EsqlValue {
  const [first = null] = values;
  return values.length > 1 ? values : first;
}

/** Text that is no address is below all addresses. */
function compareAddresses(one: string, other: string): number {
  if (one === other) return 0;
  return (parseAddress(one) ?? -1n) < (parseAddress(other) ?? -1n) ? -1 : 1;
}
