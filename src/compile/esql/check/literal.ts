/** Constants as they are written, to values. */
import { parseDuration, parsePeriod } from '../../../query/esql/date/amount.ts';
import type { EsqlType, Scalar } from '../../../query/esql/value.ts';
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

function timespan({ count, unit, span }: Timespan, report: Report): Value {
  const text = `${count} ${unit}`;
  const period = parsePeriod(text);
  if (period !== undefined) return { kind: 'literal', value: period, type: 'date_period', span };
  const duration = parseDuration(text);
  if (duration !== undefined) return { kind: 'literal', value: duration, type: 'time_duration', span };
  report.error(
    'time-unit',
    'this amount of time is too large',
    span,
    'use a larger unit, or a smaller number',
  );
  return nothing(span);
}
