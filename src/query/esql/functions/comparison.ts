/** What the six comparisons share. */
import { single } from '../call.ts';
import type { EsqlAccepts, EsqlFunction } from '../function.ts';
import type { Whole } from '../long.ts';
import { orderOf } from '../order.ts';
import { common } from '../types.ts';
import type { EsqlType, Scalar } from '../value.ts';

const ordered: readonly EsqlAccepts[] = ['number', 'string', 'date', 'ip', 'version'];

/**
 * @param holds whether the comparison is true of an order: below zero, zero or above
 * @param accepts `equality` takes booleans, too, which are not above one another
 */
export function comparison(
  name: string,
  accepts: 'equality' | 'order',
  holds: (order: number) => boolean,
  rest: Pick<EsqlFunction, 'doc' | 'examples'>,
): EsqlFunction {
  const types = accepts === 'equality' ? [...ordered, 'boolean' as const] : ordered;
  return {
    name,
    parameters: [
      { name: 'left', accepts: types },
      { name: 'right', accepts: types },
    ],
    result: comparable,
    at: (site) => {
      const order = orderBetween(site.types);
      return single(site, (left: Scalar, right: Scalar) => holds(order(left, right)));
    },
    ...rest,
  };
}

/** @returns boolean if the types have values in common */
export function comparable(types: readonly EsqlType[]): EsqlType | undefined {
  return common(types) === undefined ? undefined : 'boolean';
}

/** The order of values of several types: with a double among numbers all are compared as doubles. */
export function orderBetween(types: readonly EsqlType[]): (left: Scalar, right: Scalar) => number {
  const type = common(types) ?? 'null';
  const order = orderOf(type);
  if (type !== 'double' || !types.includes('long')) return order;
  return (left, right) => order(Number(left as Whole), Number(right as Whole));
}
