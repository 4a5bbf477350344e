/** What a query tells of values that it could not compute: bounded, whatever the rows hold. */

export interface Warning {
  /** Which part of the query: offsets into its text, `end` exclusive. */
  readonly start: number;
  readonly end: number;
  /** One sentence. */
  readonly reason: string;
  /** How often. */
  readonly count: number;
}

/** So many different reasons are kept for each place, as in Elasticsearch. */
const mostReasons = 20;

interface Place {
  readonly start: number;
  readonly end: number;
  readonly reasons: Map<string, number>;
  /** Warnings of reasons that are not kept. */
  others: number;
}

export class Warnings {
  readonly #places: Place[] = [];

  /** @returns what is called for each warning of a part of the query */
  at(start: number, end: number): (reason: string) => void {
    const place: Place = { start, end, reasons: new Map(), others: 0 };
    this.#places.push(place);
    return (reason) => {
      const known = place.reasons.get(reason);
      if (known !== undefined || place.reasons.size < mostReasons)
        place.reasons.set(reason, (known ?? 0) + 1);
      else place.others++;
    };
  }

  /** How many warnings there were. */
  get count(): number {
    return this.#places.reduce(
      (sum, { reasons, others }) => [...reasons.values()].reduce((a, b) => a + b, sum + others),
      0,
    );
  }

  /** @returns by place in the query; further reasons of a place, when there are too many, as one */
  list(): readonly Warning[] {
    return this.#places
      .flatMap(({ start, end, reasons, others }) => [
        ...[...reasons].map(([reason, count]) => ({ start, end, reason, count })),
        ...(others > 0 ? [{ start, end, reason: 'more of other reasons', count: others }] : []),
      ])
      .sort((one, other) => one.start - other.start || one.end - other.end);
  }
}
