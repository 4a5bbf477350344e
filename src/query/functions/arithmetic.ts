/** What the five functions of arithmetic share. */
import { needsNoSign, toLong } from '../esql/long.ts';
import { isWhole, type Type, type Value } from '../types.ts';
import type { Parameter, QueryFunction } from './function.ts';

export function arithmetic(
  name: string,
  operands: readonly [string, string],
  rest: Pick<QueryFunction, 'doc' | 'examples'> & {
    /** @returns undefined where there is no result */
    readonly of: (left: number, right: number) => number | undefined;
    /** The same of whole numbers, the fraction dropped; a divisor is not zero. */
    readonly exact: (left: bigint, right: bigint) => bigint;
  },
): QueryFunction {
  const { of, exact, ...texts } = rest;
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
      if (!types.every(isWhole)) return value + 0;
      const isExact = [left, right, Math.trunc(value)].every(Number.isSafeInteger);
      // A field of whole numbers may hold others.
      if (isExact || !isInteger(left) || !isInteger(right)) return Math.trunc(value) + 0;
      const of64 = toLong(exact(BigInt(left), BigInt(right)), needsNoSign(left) || needsNoSign(right));
      return of64 ?? null;
    },
    ...texts,
  };
}

function isInteger(value: Value | undefined): value is bigint | number {
  return typeof value === 'bigint' || Number.isInteger(value);
}

/** Of whole numbers the result is whole; a floating point number among them makes it one. */
function wholeIfAll(types: readonly Type[]): Type {
  if (!types.every((type) => isWhole(type) || type === 'null')) return 'double';
  return types.includes('long') ? 'long' : 'integer';
}
