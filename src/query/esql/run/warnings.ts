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

const none: readonly Warning[] = [];

/** So many different reasons are kept for each place, as in Elasticsearch. */
const mostReasons = 20;

interface CallPlace {
  readonly start: number;
  readonly end: number;
  readonly reasons: Map<string, number>;
  /** How often each was told of. */
  readonly told: Map<string, number>;
  /** Warnings of reasons that are not kept. */
  others: number;
}

/** `reason`: as it is. `kind`: without what events have, so that reasons are as few as the query's places. */
export type Detail = 'kind' | 'reason';

export class Warnings {
  readonly #places: CallPlace[] = [];
  readonly #detail: Detail;
  #isNew = false;

  constructor(detail: Detail = 'reason') {
    this.#detail = detail;
  }

  /** @returns what is called for each warning of a part of the query */
  at(start: number, end: number): (reason: string, kind?: string) => void {
    const place: CallPlace = { start, end, reasons: new Map(), told: new Map(), others: 0 };
    this.#places.push(place);
    return (reason, kind = reason) => {
      this.#isNew = true;
      const counted = this.#detail === 'kind' ? kind : reason;
      const known = place.reasons.get(counted);
      if (known !== undefined || place.reasons.size < mostReasons)
        place.reasons.set(counted, (known ?? 0) + 1);
      else place.others++;
    };
  }

  /** @returns those since the last call, by their places; of reasons that are not kept none */
  takeNew(): readonly Warning[] {
    if (!this.#isNew) return none;
    this.#isNew = false;
    return this.#places.flatMap(({ start, end, reasons, told }) =>
      [...reasons].flatMap(([reason, count]) => {
        const before = told.get(reason);
        if (before === count) return [];
        told.set(reason, count);
        return [{ start, end, reason, count: count - (before ?? 0) }];
      }),
    );
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
