/** What a group of an ES|QL rule remembers of an event: the rows that it has of it. */
import type { Remembered, ValueUse } from '../../match/rule-query.ts';
import type { EsqlValue, Scalar } from '../../query/esql/value.ts';
import type { Json } from '../../schema/audit-event.ts';
import { isObject } from '../../schema/visit.ts';
import { digest } from '../digest.ts';
import type { EntryCodec } from '../windows/entry.ts';

export interface NumberedRow {
  /** Among the event's rows. */
  readonly number: number;
  readonly values: Remembered;
}

export type RememberedRows = readonly NumberedRow[];

export const rememberedRows: EntryCodec<RememberedRows> = {
  rowsOf: (data) => data.map(({ number, values }) => [number, values.map(toJson)]),
  dataOf: ([number, values, ...more]) => {
    if (typeof number !== 'number' || !Array.isArray(values) || more.length > 0) return undefined;
    const read = (values as readonly Json[]).map(fromJson);
    return read.includes(undefined) ? undefined : [{ number, values: read as EsqlValue[] }];
  },
  union: (all) => {
    const rows = new Map<number, NumberedRow>();
    for (const row of all.flat()) {
      const known = rows.get(row.number);
      rows.set(row.number, known === undefined ? row : together(known, row));
    }
    return [...rows.values()].sort((one, other) => one.number - other.number);
  },
  weightOf: (data) =>
    data.reduce(
      (sum, { values }) =>
        values.reduce<number>((of, value) => of + (Array.isArray(value) ? value.length : 1), sum),
      0,
    ),
};

/** Longer texts are cut, bytes. */
const longestText = 256;
/** Further values of a list are left out. */
const mostValues = 100;
/** What is remembered of an event beyond so many bytes is left out: an item of the store is not to grow with it. */
const mostBytes = 30_000;

/** What is remembered of one event, within bounds. */
export class EventBudget {
  readonly #redact: (text: string) => string;
  #bytes = 0;
  /** Whether anything was left out that may matter. */
  isCut = false;

  /** @param redact takes secrets out of a text: what is remembered is stored */
  constructor(redact: (text: string) => string) {
    this.#redact = redact;
  }

  /** @returns the values as they are remembered: texts which are only told apart as short texts that stand for them */
  bounded(values: Remembered, asked: readonly ValueUse[]): Remembered {
    return values.map((value, index) => {
      if (value === null) return null;
      if (!Array.isArray(value)) return this.#scalar(value as Scalar, asked[index]);
      const list = value as readonly Scalar[];
      if (list.length > mostValues) this.isCut = true;
      const kept = list.slice(0, mostValues).flatMap((each) => this.#scalar(each, asked[index]) ?? []);
      return kept.length > 1 ? kept : (kept[0] ?? null);
    });
  }

  #scalar(value: Scalar, asked: ValueUse | undefined): Scalar | null {
    const kept = typeof value !== 'string' ? value : asked === 'which' ? digest(value) : this.#shown(value);
    this.#bytes += typeof kept === 'string' ? Buffer.byteLength(kept) : 8;
    if (this.#bytes <= mostBytes) return kept;
    this.isCut = true;
    return null;
  }

  #shown(value: string): string {
    const text = this.#redact(value);
    if (Buffer.byteLength(text) <= longestText) return text;
    return `${Buffer.from(text)
      .subarray(0, longestText)
      .toString()
      .replace(/\ufffd+$/, '')}…`;
  }
}

/** Bigints are JSON objects; all others are what they are. */
export function toJson(value: EsqlValue): Json {
  if (Array.isArray(value)) return (value as readonly Scalar[]).map(toJson);
  if (typeof value === 'bigint') return { n: `${value}` };
  if (typeof value === 'object' && value !== null) throw new Error('no aggregate takes an amount of time');
  return value;
}

/** @returns undefined if it is none that `toJson` gives */
export function fromJson(value: Json): EsqlValue | undefined {
  if (Array.isArray(value)) {
    const list = (value as readonly Json[]).map(fromJson);
    return list.length < 2 || list.some((each) => each === undefined || each === null || Array.isArray(each))
      ? undefined
      : (list as Scalar[]);
  }
  if (!isObject(value)) return value as boolean | null | number | string;
  return typeof value.n === 'string' && /^-?\d{1,20}$/.test(value.n) ? BigInt(value.n) : undefined;
}

/**
 * An event has the same values in each delivery, but that one left out what another had. Were it otherwise, the order of
 * reading must not matter.
 */
function together(one: NumberedRow, other: NumberedRow): NumberedRow {
  const values = one.values.map((value, index) => {
    const same = other.values[index] ?? null;
    if (value === null || same === null) return value ?? same;
    return textOf(value) >= textOf(same) ? value : same;
  });
  return { number: one.number, values };
}

function textOf(value: EsqlValue): string {
  return JSON.stringify(toJson(value));
}
