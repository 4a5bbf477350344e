import { dateSpan, numberSpan } from '../buckets.ts';
import { single } from '../call.ts';
import { instant } from '../date/instant.ts';
import { parseIso } from '../date/iso.ts';
import { truncation } from '../date/truncate.ts';
import { type CallSite, EsqlConstantError, type EsqlFunction } from '../function.ts';
import { finite, type Whole } from '../long.ts';
import { isAmount, isNumeric } from '../types.ts';
import type { EsqlType, EsqlValue, Scalar } from '../value.ts';

export const bucket: EsqlFunction = {
  name: 'BUCKET',
  aliases: ['BIN'],
  parameters: [
    { name: 'field', accepts: ['number', 'date'] },
    { name: 'buckets', accepts: ['number', 'amount'], constant: true },
    { name: 'from', accepts: ['number', 'date', 'string'], optional: true },
    { name: 'to', accepts: ['number', 'date', 'string'], optional: true },
  ],
  result: resultOf,
  at: (site) => {
    if (site.constants[1] === null) return () => null;
    const bound = boundOf(site);
    return single(site, (value: Whole, _size: Scalar, from?: Scalar, to?: Scalar) => bound(value, from, to));
  },
  examples: [
    { call: 'BUCKET(TO_DT("1985-02-24"), 1 week)', result: '1985-02-18T00:00:00.000Z' },
    {
      call: 'BUCKET(TO_DT("1985-02-24"), 20, "1985-01-01T00:00:00Z", "1986-01-01T00:00:00Z")',
      result: '1985-02-01T00:00:00.000Z',
    },
    {
      call: 'BUCKET(TO_DT("1985-02-24"), 100, "1985-01-01T00:00:00Z", "1986-01-01T00:00:00Z")',
      result: '1985-02-18T00:00:00.000Z',
    },
    {
      call: 'BUCKET(TO_DT("2024-01-01T10:59:00"), 25, TO_DT("2024-01-01"), TO_DT("2024-01-02"))',
      result: '2024-01-01T10:00:00.000Z',
    },
    { call: 'BUCKET(57305, 20, 25324, 74999)', result: 55000 },
    { call: 'BUCKET(57305, 5000.)', result: 55000 },
    { call: 'BUCKET(-1, 50)', result: -50 },
    { call: 'BUCKET(TO_INTEGER(null), 50)', result: null },
  ],
  doc: 'The beginning of the bucket that a number or date is in. The size of buckets is given, or how many there may be at most from one value to another, for which a round size is chosen.',
};

function resultOf([field = 'null', size = 'null', from, to]: readonly EsqlType[]): EsqlType | undefined {
  const isRange = from !== undefined && to !== undefined;
  if ((from === undefined) !== (to === undefined)) return undefined;
  if (field === 'date' && isAmount(size) && !isRange) return 'date';
  if (
    field === 'date' &&
    isNumeric(size) &&
    size !== 'double' &&
    isRange &&
    !isNumeric(from) &&
    !isNumeric(to)
  ) {
    return 'date';
  }
  const isNumber = (type: EsqlType): boolean => isNumeric(type) || type === 'null';
  if (isNumber(field) && isNumber(size) && (!isRange || (isNumber(from) && isNumber(to)))) return 'double';
  return undefined;
}

type Bound = (value: Whole, from: Scalar | undefined, to: Scalar | undefined) => null | number;

/** The range is mostly the same from row to row. */
function boundOf(site: CallSite): Bound {
  const { constants, type, warn } = site;
  const make = (
    from: EsqlValue | undefined,
    to: EsqlValue | undefined,
  ): ((value: Whole) => null | number) => {
    if (type === 'date') {
      const truncate = truncationOf(constants[1] ?? null, from, to);
      return (value) => instant(truncate(Number(value)), warn);
    }
    const span = numberSpanOf(constants[1] ?? null, from, to);
    return (value) => finite(Math.floor(Number(value) / span) * span + 0, warn);
  };
  const [, , from, to] = constants;
  const isKnown = site.types.length === 2 || (from !== undefined && to !== undefined);
  let last = { from, to, bound: isKnown ? make(from, to) : undefined };
  return (value, first, second) => {
    if (last.bound === undefined || (!isKnown && (first !== last.from || second !== last.to))) {
      try {
        last = { from: first, to: second, bound: make(first, second) };
      } catch (error) {
        if (!(error instanceof EsqlConstantError)) throw error;
        warn(error.message);
        return null;
      }
    }
    return last.bound?.(value) ?? null;
  };
}

function truncationOf(
  size: EsqlValue,
  from: EsqlValue | undefined,
  to: EsqlValue | undefined,
): (date: number) => number {
  const span =
    from === undefined ? truncation(size as Scalar) : dateSpan(Number(size), dateOf(from, 2), dateOf(to, 3));
  if (span !== undefined) return span;
  throw new EsqlConstantError(1, 'no buckets have this size', 'write one amount above zero: `1 hour`');
}

function dateOf(value: EsqlValue | undefined, index: number): number {
  const date = typeof value === 'string' ? parseIso(value) : value;
  if (typeof date === 'number') return date;
  throw new EsqlConstantError(index, 'this is no date', 'write it as `2024-01-31T10:00:00Z`');
}

function numberSpanOf(size: EsqlValue, from: EsqlValue | undefined, to: EsqlValue | undefined): number {
  const span = from === undefined ? Number(size) : numberSpan(Number(size), Number(from), Number(to));
  if (span > 0 && Number.isFinite(span)) return span;
  throw new EsqlConstantError(1, 'no buckets have this size', 'write a number above zero');
}
