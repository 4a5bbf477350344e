/** The order of events: by their times, of one time by a tiebreaker, and else as they were read. */

import { documentEpochMs } from '../../match/document-date.ts';
import type { ReadField } from '../../match/rule-set.ts';
import { compareTexts } from '../../query/text-order.ts';
import { compareVersions } from '../../query/version.ts';
import { compareNumbers } from '../../query/whole-order.ts';
import type { SourcedEvent } from '../../schema/audit-event.ts';
import { longOf } from '../../schema/exact-number.ts';
import type { Field, FieldType } from '../../schema/field.ts';
import { headOf } from '../../schema/head.ts';
import type { Reader } from '../../schema/reader.ts';
import { type Scalar, someValue } from '../../schema/visit.ts';
import type { Setting } from './language.ts';
import { loadReaders } from './load-stages.ts';

/** Where an event stands among all others. */
export interface OrderKey {
  /** Epoch milliseconds; NaN for an event without a time. */
  readonly at: number;
  /** What of the time is finer, as digits. */
  readonly finer: string;
  readonly tiebreak: bigint | Scalar | undefined;
  /** The number of the event in the order in which it was read. */
  readonly number: number;
}

type Read = (event: SourcedEvent) => Scalar | undefined;

export class EventOrder {
  readonly #time: Read | undefined;
  readonly #tiebreaker: Read | undefined;
  readonly #tiebreakerType: FieldType | undefined;

  private constructor(time: Read | undefined, tiebreaker: Read | undefined, type: FieldType | undefined) {
    this.#time = time;
    this.#tiebreaker = tiebreaker;
    this.#tiebreakerType = type;
  }

  static async by(
    { timestampField, tiebreakerField }: Pick<Setting, 'tiebreakerField' | 'timestampField'>,
    reader: Reader,
  ): Promise<EventOrder> {
    const [time, tiebreaker] = [timestampField, tiebreakerField].map((name) =>
      name === undefined ? undefined : reader.resolve(name),
    );
    const fields = [time, tiebreaker].filter((field) => field !== undefined);
    const readers = await loadReaders(fields, reader);
    const firstOf = (field: Field | undefined) => field && first(readers[field.name]);
    return new EventOrder(firstOf(time), firstOf(tiebreaker), tiebreaker?.type);
  }

  /** Whether events of one time are told apart by a field. */
  get hasTiebreaker(): boolean {
    return this.#tiebreaker !== undefined;
  }

  /** Whether any event can have a time. */
  get hasTime(): boolean {
    return this.#time !== undefined;
  }

  placeOf(event: SourcedEvent, number: number): OrderKey {
    const tiebreak = this.#tiebreaker?.(event);
    const isLong = this.#tiebreakerType === 'long' && typeof tiebreak === 'string';
    return {
      ...this.timeOf(event),
      tiebreak: isLong ? (longOf(tiebreak) ?? tiebreak) : tiebreak,
      number,
    };
  }

  /** An event that was cut, and so has lost its time, has the one at which it was logged. */
  timeOf(event: SourcedEvent): Pick<OrderKey, 'at' | 'finer'> {
    return instantOf(this.#time?.(event) ?? event.loggedAt);
  }

  /** Events without a time, or without a tiebreaker, come after those with one. */
  compare(one: OrderKey, other: OrderKey): number {
    return (
      last(Number.isNaN(one.at), Number.isNaN(other.at)) ||
      one.at - other.at ||
      // Of one length, in digits.
      (one.finer < other.finer ? -1 : one.finer > other.finer ? 1 : 0) ||
      last(one.tiebreak === undefined, other.tiebreak === undefined) ||
      this.#compareTies(one.tiebreak, other.tiebreak) ||
      one.number - other.number
    );
  }

  #compareTies(one: OrderKey['tiebreak'], other: OrderKey['tiebreak']): number {
    if (one === undefined || other === undefined) return 0;
    if (isNumber(one) && isNumber(other)) return compareNumbers(one, other);
    const [a, b] = [String(one), String(other)];
    return this.#tiebreakerType === 'version' ? compareVersions(a, b) : compareTexts(a, b);
  }
}

function isNumber(value: OrderKey['tiebreak']): value is bigint | number {
  return typeof value === 'number' || typeof value === 'bigint';
}

function last(one: boolean, other: boolean): number {
  return Number(one) - Number(other);
}

function first(read: ReadField | undefined): Read | undefined {
  if (read === undefined) return undefined;
  return ({ event, origin, partial }) => {
    let found: Scalar | undefined;
    someValue(read(event, { origin, now: 0, partial }, headOf(event, partial)), (value) => {
      found = value;
      return true;
    });
    return found;
  };
}

const ticksPerMillisecond = 10_000n;
/** From 1601, where Windows begins to count, to 1970, in ticks of a tenth of a microsecond. */
const ticksTo1970 = 116_444_736_000_000_000n;
const digits = /^-?\d+$/;
const year = /^\d{4}$/;

/**
 * ISO 8601, or a number: epoch milliseconds, or with 18 digits the ticks of a Windows FILETIME.
 * https://learn.microsoft.com/windows/win32/api/minwinbase/ns-minwinbase-filetime
 */
function instantOf(value: Scalar | undefined): Pick<OrderKey, 'at' | 'finer'> {
  if (typeof value === 'string' && year.test(value)) return { at: Date.parse(value), finer: '' };
  if (typeof value === 'string' && !digits.test(value))
    return { at: documentEpochMs(value), finer: /[.,]\d{3}(\d{1,6})/.exec(value)?.[1]?.padEnd(6, '0') ?? '' };
  const number = typeof value === 'boolean' ? Number.NaN : Number(value);
  if (!(number >= 1e17 && number < 1e18)) return { at: Math.trunc(number), finer: '' };
  const ticks = BigInt(value ?? 0) - ticksTo1970;
  const at = ticks / ticksPerMillisecond;
  return { at: Number(at), finer: String(ticks - at * ticksPerMillisecond).padStart(4, '0') };
}
