/** Sums of floating point numbers, with what each addition rounds away kept (Kahan). */
export class Sum {
  #sum = 0;
  #lost = 0;

  add(value: number): void {
    const corrected = value + this.#lost;
    const sum = this.#sum + corrected;
    this.#lost = Number.isFinite(sum) ? corrected - (sum - this.#sum) : 0;
    this.#sum = sum;
  }

  get value(): number {
    return this.#sum;
  }
}

export function sumOf(values: readonly number[]): number {
  const sum = new Sum();
  for (const value of values) sum.add(value);
  return sum.value;
}
