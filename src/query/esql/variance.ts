/** How far numbers are from their average, squared (Welford, which does not lose what large numbers have in common). */
export function variance(values: readonly number[]): number {
  let [count, mean, squares] = [0, 0, 0];
  for (const value of values) {
    count++;
    const difference = value - mean;
    mean += difference / count;
    squares += difference * (value - mean);
  }
  return squares / count;
}
