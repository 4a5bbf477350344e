/** The alert ids that were published lately, so that a batch does not repeat what the one before it said. */
export class RecentIds {
  readonly #ids = new Set<string>();
  readonly #limit: number;

  /** @param limit how many ids are remembered; the oldest are forgotten first */
  constructor(limit = 100_000) {
    this.#limit = limit;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  add(id: string): void {
    this.#ids.add(id);
    if (this.#ids.size <= this.#limit) return;
    const [oldest] = this.#ids;
    if (oldest !== undefined) this.#ids.delete(oldest);
  }
}
