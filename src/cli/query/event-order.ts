/** The order of events: by their times, of one time by a tiebreaker, and else as they were read. */

import { toEpochMs } from '../../match/date.ts';
import { compareTexts } from '../../query/text-order.ts';
import { compareVersions } from '../../query/version.ts';
import type { SourcedEvent } from '../../schema/audit-event.ts';
import type { Field } from '../../schema/field.ts';
import { valuesOf } from '../../schema/read.ts';
import type { Reader } from '../../schema/reader.ts';
import type { Scalar } from '../../schema/visit.ts';

/** Where an event stands among all others. */
export interface Place {
  /** Epoch milliseconds; NaN for an event without a time. */
  readonly at: number;
  /** What of the time is finer, as digits. */
  readonly finer: string;
  readonly tiebreak: Scalar | undefined;
  /** The number of the event in the order in which it was read. */
  readonly number: number;
}

export class EventOrder {
  readonly #time: Field | undefined;
  readonly #tiebreaker: Field | undefined;

  constructor(reader: Reader, timestampField: string, tiebreakerField: string | undefined) {
    this.#time = reader.resolve(timestampField);
    this.#tiebreaker = tiebreakerField === undefined ? undefined : reader.resolve(tiebreakerField);
  }

  /** Whether any event can have a time. */
  get hasTime(): boolean {
    return this.#time !== undefined;
  }

  placeOf(event: SourcedEvent, number: number): Place {
    return { ...this.timeOf(event), tiebreak: first(this.#tiebreaker, event), number };
  }

  /** An event that was cut, and so has lost its time, has the one at which it was logged. */
  timeOf(event: SourcedEvent): Pick<Place, 'at' | 'finer'> {
    return instantOf(first(this.#time, event) ?? event.loggedAt);
  }

  /** Events without a time, or without a tiebreaker, come after those with one. */
  compare(one: Place, other: Place): number {
    return (
      last(Number.isNaN(one.at), Number.isNaN(other.at)) ||
      one.at - other.at ||
      compareTexts(one.finer, other.finer) ||
      last(one.tiebreak === undefined, other.tiebreak === undefined) ||
      this.#compareTies(one.tiebreak, other.tiebreak) ||
      one.number - other.number
    );
  }

  #compareTies(one: Scalar | undefined, other: Scalar | undefined): number {
    if (one === undefined || other === undefined) return 0;
    if (typeof one === 'number' && typeof other === 'number') return one - other;
    const [a, b] = [String(one), String(other)];
    return this.#tiebreaker?.type === 'version' ? compareVersions(a, b) : compareTexts(a, b);
  }
}

function last(one: boolean, other: boolean): number {
  return Number(one) - Number(other);
}

function first(field: Field | undefined, { event, origin, partial }: SourcedEvent): Scalar | undefined {
  return field === undefined ? undefined : valuesOf(field, event, origin, partial)[0];
}

const ticksPerMillisecond = 10_000;
/** From 1601, where Windows begins to count, to 1970, in ticks of a tenth of a microsecond. */
const ticksTo1970 = 116_444_736_000_000_000;
const digits = /^-?\d+$/;
const year = /^\d{4}$/;

/**
 * ISO 8601, or a number: epoch milliseconds, or with 18 digits the ticks of a Windows FILETIME.
 * https://learn.microsoft.com/windows/win32/api/minwinbase/ns-minwinbase-filetime
 */
function instantOf(value: Scalar | undefined): Pick<Place, 'at' | 'finer'> {
  if (typeof value === 'string' && year.test(value)) return { at: Date.parse(value), finer: '' };
  if (typeof value === 'string' && !digits.test(value))
    return { at: toEpochMs(value), finer: /\.\d{3}(\d{1,6})/.exec(value)?.[1]?.padEnd(6, '0') ?? '' };
  const number = typeof value === 'boolean' ? Number.NaN : Number(value);
  if (!(number >= 1e17 && number < 1e18)) return { at: Math.trunc(number), finer: '' };
  const ticks = number - ticksTo1970;
  const at = Math.floor(ticks / ticksPerMillisecond);
  return { at, finer: String(ticks - at * ticksPerMillisecond).padStart(4, '0') };
}
