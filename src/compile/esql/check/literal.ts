/** Constants as they are written, to values. */
import type { EsqlType, EsqlValue, Scalar } from '../../../query/esql/value.ts';
import type { Constant, Literal, Timespan } from '../ast.ts';
import type { PlanExpression } from '../plan.ts';
import { nothing, type Report } from './report.ts';

export type Value = Extract<PlanExpression, { kind: 'literal' }>;

/** Whole numbers are `integer` where 32 bits hold them, otherwise `long`. */
export function literal(written: Literal, report: Report): Value {
  const { span } = written;
  switch (written.kind) {
    case 'null':
      return nothing(span);
    case 'timespan':
      return timespan(written, report);
    case 'list': {
      const type = written.of.map(typeOf).reduce(wider);
      const values = written.of.map(({ value }): Scalar => (type === 'double' ? Number(value) : value));
      const [only] = values;
      return {
        kind: 'literal',
        value: values.length === 1 && only !== undefined ? only : values,
        type,
        span,
      };
    }
    default:
      return { kind: 'literal', value: written.value, type: typeOf(written), span };
  }
}

function typeOf({ kind, value }: Constant): EsqlType {
  switch (kind) {
    case 'string':
      return 'keyword';
    case 'boolean':
      return 'boolean';
    case 'decimal':
      return 'double';
    case 'integer':
      return value >= -(2 ** 31) && value < 2 ** 31 ? 'integer' : 'long';
  }
}

const widths: readonly EsqlType[] = ['integer', 'long', 'double'];

/** Lists hold values of one kind, so only numbers differ. */
function wider(one: EsqlType, other: EsqlType): EsqlType {
  return widths.indexOf(one) > widths.indexOf(other) ? one : other;
}

/** Milliseconds, or a calendar's months and days. */
const durations = { millisecond: 1, second: 1000, minute: 60_000, hour: 3_600_000 } as const;
const periods = {
  day: { months: 0, days: 1 },
  week: { months: 0, days: 7 },
  month: { months: 1, days: 0 },
  quarter: { months: 3, days: 0 },
  year: { months: 12, days: 0 },
} as const;

/** Of days and months 32 bits are kept, as in Java's periods. */
const most = 2 ** 31 - 1;

function timespan({ count, unit, span }: Timespan, report: Report): Value {
  const found = amountOf(count, unit);
  if (found !== undefined) return { kind: 'literal', ...found, span };
  report.error('time-unit', 'this amount of time is too large', span, 'a date cannot be that far away');
  return nothing(span);
}

/** @returns undefined if it is too large */
function amountOf(
  count: number,
  unit: Timespan['unit'],
): { readonly value: EsqlValue; readonly type: 'date_period' | 'time_duration' } | undefined {
  if (unit in durations) {
    const value = count * durations[unit as keyof typeof durations];
    return Number.isSafeInteger(value) ? { value, type: 'time_duration' } : undefined;
  }
  const { months, days } = periods[unit as keyof typeof periods];
  const value = { months: count * months + 0, days: count * days + 0 };
  if (Math.abs(value.months) > most || Math.abs(value.days) > most) return undefined;
  return { value, type: 'date_period' };
}
