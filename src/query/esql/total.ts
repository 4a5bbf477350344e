/** A sum that is exact for whole numbers, and that loses little for others. */
import { needsNoSign, type Whole } from './long.ts';
import { Sum } from './sum.ts';

export class Total {
  readonly #sum: Sum | undefined;
  #small = 0;
  #large = 0n;
  count = 0;
  /** Whether any of them needs no sign. */
  isUnsigned = false;

  constructor(isDouble: boolean) {
    this.#sum = isDouble ? new Sum() : undefined;
  }

  add(value: Whole): void {
    this.count++;
    if (this.#sum !== undefined) {
      this.#sum.add(Number(value));
      return;
    }
    const small = typeof value === 'number' ? this.#small + value : Number.NaN;
    if (Number.isSafeInteger(small)) this.#small = small;
    else {
      this.#large += BigInt(value);
      this.isUnsigned ||= needsNoSign(value);
    }
  }

  get value(): Whole {
    return this.#sum !== undefined ? this.#sum.value : this.#large + BigInt(this.#small);
  }
}
