/** What the five operators of arithmetic share. */
import { oneOf, single } from '../call.ts';
import { instant, later } from '../date/instant.ts';
import type { CallSite, EsqlFunction, EsqlParameter } from '../function.ts';
import { finite, fitted, needsNoSign, type Whole } from '../long.ts';
import { common, isAmount, isNumeric } from '../types.ts';
import type { EsqlType, EsqlValue, Period, Scalar } from '../value.ts';

export const operands: readonly EsqlParameter[] = [
  { name: 'left', accepts: ['number', 'date', 'amount'] },
  { name: 'right', accepts: ['number', 'date', 'amount'] },
];

export const numbers: readonly EsqlParameter[] = [
  { name: 'left', accepts: ['number'] },
  { name: 'right', accepts: ['number'] },
];

export interface Arithmetic {
  readonly of: (left: number, right: number) => number;
  readonly exact: (left: bigint, right: bigint) => bigint;
  /** Whether it divides: by zero there is no result. */
  readonly divides?: true;
}

/** The type of a result of numbers: the widest of theirs. */
export function numeric(types: readonly EsqlType[]): EsqlType | undefined {
  const type = common(types);
  return type === 'null' || isNumeric(type) ? type : undefined;
}

/** Whole numbers give whole ones, dropping the fraction; what the type cannot hold is null, which is told. */
export function compute(site: CallSite, { of, exact, divides }: Arithmetic): ReturnType<EsqlFunction['at']> {
  const { type, warn } = site;
  const byZero = (): null => {
    warn('/ by zero');
    return null;
  };
  if (type === 'double') {
    return single(site, (left: Whole, right: Whole) => {
      const value = of(Number(left), Number(right));
      return divides && !Number.isFinite(value) ? byZero() : finite(value, warn);
    });
  }
  return single(site, (left: Whole, right: Whole) => {
    if (divides && Number(right) === 0) return byZero();
    if (typeof left === 'number' && typeof right === 'number') {
      const value = of(left, right);
      // Adding zero makes 0 of -0.
      if (Number.isSafeInteger(value)) return fitted(value + 0, type, warn);
    }
    return fitted(exact(BigInt(left), BigInt(right)), type, warn, needsNoSign(left) || needsNoSign(right));
  });
}

/** The type of a sum or difference with dates and amounts of time. */
export function temporal(types: readonly EsqlType[], subtracts: boolean): EsqlType | undefined {
  const [left = 'null', right = 'null'] = types;
  if (isNumeric(left) || isNumeric(right) || (left === 'null' && right === 'null')) return numeric(types);
  if (left === 'date') return right === 'null' || isAmount(right) ? 'date' : undefined;
  if (right === 'date') return left === 'null' || (isAmount(left) && !subtracts) ? 'date' : undefined;
  return common(types);
}

/** @param sign of what is on the right */
export function computeTemporal(site: CallSite, sign: 1 | -1): ReturnType<EsqlFunction['at']> {
  const [left] = site.types;
  if (site.type === 'date') {
    return single(site, (one: Scalar, other: Scalar) => {
      const [date, amount] = left === 'date' ? [one, other] : [other, one];
      return instant(later(date as number, amount, sign), site.warn);
    });
  }
  return (one = null, other = null): EsqlValue => {
    const [a, b] = [oneOf(one, site.warn), oneOf(other, site.warn)];
    if (a === null || b === null) return null;
    if (typeof a === 'number') return a + sign * (b as number);
    const [first, second] = [a as Period, b as Period];
    return { months: first.months + sign * second.months, days: first.days + sign * second.days };
  };
}
