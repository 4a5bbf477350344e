/** The places of a query where functions and aggregates are called: each is made once, when the query is loaded. */
import type { Accumulator, EsqlAggregate } from '../aggregate.ts';
import type { CallSite, EsqlFunction } from '../function.ts';
import type { EsqlType, EsqlValue } from '../value.ts';
import type { Cut } from './stats.ts';
import { type Detail, Warnings } from './warnings.ts';

/** What compiled code says of a place. */
export interface CallSiteCode {
  readonly types: readonly EsqlType[];
  readonly type: EsqlType;
  /** By position; undefined where the argument is not known beforehand. */
  readonly constants: readonly (EsqlValue | undefined)[];
  /** Of the call in the query's text. */
  readonly start: number;
  readonly end: number;
}

export class CallSites {
  /** What `NOW()` is, epoch milliseconds. */
  now: number;
  readonly warnings: Warnings;
  /** Of the groups that rows are in. */
  readonly cut: Cut = { rows: 0 };

  /** @param detail how much warnings tell of events */
  constructor(now = 0, detail?: Detail) {
    this.now = now;
    this.warnings = new Warnings(detail);
  }

  call(of: EsqlFunction, place: CallSiteCode): (...args: readonly EsqlValue[]) => EsqlValue {
    return of.at(this.#site(place));
  }

  /** @returns what makes the accumulator of a group */
  aggregate(of: EsqlAggregate, place: CallSiteCode): () => Accumulator {
    const site = this.#site(place);
    return () => of.at(site);
  }

  /** @returns whether a condition of `CASE` is true; several values are neither, and warned of */
  condition({ start, end }: Pick<CallSiteCode, 'start' | 'end'>): (value: EsqlValue) => boolean {
    const warn = this.warnings.at(start, end);
    return (value) => {
      if (Array.isArray(value)) warn('single-value function encountered multi-value');
      return value === true;
    };
  }

  #site({ types, type, constants, start, end }: CallSiteCode): CallSite {
    return { types, type, constants, now: () => this.now, warn: this.warnings.at(start, end) };
  }
}
