/** How functions meet null and several values; most do in one of these ways. */
import type { CallSite } from './function.ts';
import { isList, listOf, valueOfList } from './order.ts';
import type { EsqlValue, Scalar } from './value.ts';

export type Compute = (...args: readonly EsqlValue[]) => EsqlValue;

/** What most functions tell when they meet several values where they take one. */
export const severalValues = 'single-value function encountered multi-value';

/** @returns the only value; null if there is none, or several, which is told */
export function oneOf(value: EsqlValue, warn: CallSite['warn']): null | Scalar {
  if (!isList(value)) return value;
  warn(severalValues);
  return null;
}

/**
 * Null if any argument is null or has several values, which is told.
 * @param of is given one value of each argument
 */
export function single({ warn }: CallSite, of: (...args: never[]) => EsqlValue): Compute {
  const compute = of as (...args: readonly Scalar[]) => EsqlValue;
  return (...args) => {
    for (const arg of args) {
      if (arg === null) return null;
      if (isList(arg)) {
        warn(severalValues);
        return null;
      }
    }
    return compute(...(args as readonly Scalar[]));
  };
}

/** @returns the only value of each; null if one has none, or several, which is told */
function eachOne(values: readonly EsqlValue[], warn: CallSite['warn']): null | readonly Scalar[] {
  const found: Scalar[] = [];
  for (const value of values) {
    const one = oneOf(value, warn);
    if (one === null) return null;
    found.push(one);
  }
  return found;
}

/**
 * Computes each value of the first argument by itself; what is null of them is left out. All other arguments have one
 * value, or all is null.
 */
export function each({ warn }: CallSite, of: (...args: never[]) => null | Scalar): Compute {
  const compute = of as (...args: readonly Scalar[]) => null | Scalar;
  return (value = null, ...others) => {
    if (value === null) return null;
    const rest = eachOne(others, warn);
    if (rest === null) return null;
    if (!isList(value)) return compute(value, ...rest);
    const results: Scalar[] = [];
    for (const one of value) {
      const result = compute(one, ...rest);
      if (result !== null) results.push(result);
    }
    return valueOfList(results);
  };
}

/** Computes from all values of the first argument, of which there is one at least. All other arguments have one value. */
export function all({ warn }: CallSite, of: (values: never, ...args: never[]) => EsqlValue): Compute {
  const compute = of as unknown as (values: readonly Scalar[], ...args: readonly Scalar[]) => EsqlValue;
  return (value = null, ...others) => {
    if (value === null) return null;
    const rest = eachOne(others, warn);
    if (rest === null) return null;
    return compute(listOf(value), ...rest);
  };
}
