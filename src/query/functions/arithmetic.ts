/** What the five functions of arithmetic share. */
import { isWhole, type Type } from '../types.ts';
import type { Parameter, QueryFunction } from './function.ts';

export function arithmetic(
  name: string,
  operands: readonly [string, string],
  rest: Pick<QueryFunction, 'doc' | 'examples'> & {
    /** @returns undefined where there is no result */
    readonly of: (left: number, right: number) => number | undefined;
  },
): QueryFunction {
  const { of, ...texts } = rest;
  return {
    name,
    languages: ['eql'],
    parameters: operands.map((operand): Parameter => ({ name: operand, accepts: 'number' })),
    result: wholeIfAll,
    hasCaseInsensitive: false,
    nulls: 'propagate',
    evaluate: ([left, right], { types }) => {
      const value = of(Number(left), Number(right));
      if (value === undefined || Number.isNaN(value)) return null;
      // Adding zero makes 0 of -0.
      return types.every(isWhole) ? Math.trunc(value) + 0 : value + 0;
    },
    ...texts,
  };
}

/** Of whole numbers the result is whole; a floating point number among them makes it one. */
function wholeIfAll(types: readonly Type[]): Type {
  if (!types.every((type) => isWhole(type) || type === 'null')) return 'double';
  return types.includes('long') ? 'long' : 'integer';
}
