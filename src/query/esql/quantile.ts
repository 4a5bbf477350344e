/** Places within numbers that are in order. */
import type { Whole } from './long.ts';

/** @returns the numbers in ascending order */
export function ascending<Each extends Whole>(values: readonly Each[]): readonly Each[] {
  return values.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0));
}

/**
 * The value at a percentile, between two values on the line from one to the other.
 * @param sorted one at least, in ascending order
 * @param percentile from 0 to 100
 */
export function quantile(sorted: readonly number[], percentile: number): number {
  const place = (percentile / 100) * (sorted.length - 1);
  const low = Math.floor(place);
  const [one, other] = [sorted[low] as number, sorted[Math.min(low + 1, sorted.length - 1)] as number];
  return one === other ? one : one + (place - low) * (other - one);
}

export function median(values: readonly number[]): number {
  return quantile(ascending(values), 50);
}

/** The median of how far values are from their median. */
export function medianDeviation(values: readonly number[]): number {
  const middle = median(values);
  return median(values.map((value) => Math.abs(value - middle)));
}

/** As `median`, of whole numbers: what lies between two is rounded down. */
export function wholeMedian(values: readonly Whole[]): bigint {
  const sorted = ascending(values);
  const half = sorted.length >> 1;
  const high = BigInt(sorted[half] as Whole);
  if (sorted.length % 2 === 1) return high;
  const sum = high + BigInt(sorted[half - 1] as Whole);
  return sum / 2n - (sum % 2n < 0n ? 1n : 0n);
}

/** As `quantile`, of whole numbers: what lies between two is rounded towards zero from the lower one. */
export function wholeQuantile(sorted: readonly Whole[], percentile: number): bigint {
  const place = (percentile / 100) * (sorted.length - 1);
  const low = Math.floor(place);
  const one = BigInt(sorted[low] as Whole);
  const other = BigInt(sorted[Math.min(low + 1, sorted.length - 1)] as Whole);
  return one + BigInt(Math.trunc((place - low) * Number(other - one)));
}
