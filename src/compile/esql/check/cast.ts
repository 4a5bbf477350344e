/** Constant texts that stand for values of other types, and `::`. */
import { parseDuration, parsePeriod } from '../../../query/esql/date/amount.ts';
import type { EsqlAccepts } from '../../../query/esql/function.ts';
import type { EsqlType, EsqlValue } from '../../../query/esql/value.ts';
import { suggest } from '../../suggest.ts';
import type { Cast, Expression } from '../ast.ts';
import type { PlanExpression } from '../plan.ts';
import type { Value } from './literal.ts';
import { nothing, type Report } from './report.ts';
import type { Registry } from './signature.ts';
import { inWords, isAccepted, isAmount } from './types.ts';

/** What makes a value of each type (https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/type-conversion-functions). */
const conversions: Readonly<Partial<Record<EsqlType, string>>> = {
  boolean: 'TO_BOOLEAN',
  date: 'TO_DATETIME',
  date_period: 'TO_DATEPERIOD',
  double: 'TO_DOUBLE',
  integer: 'TO_INTEGER',
  ip: 'TO_IP',
  keyword: 'TO_STRING',
  long: 'TO_LONG',
  time_duration: 'TO_TIMEDURATION',
  version: 'TO_VERSION',
};

const typesByName: ReadonlyMap<string, EsqlType> = new Map<string, EsqlType>([
  ...(Object.keys(conversions) as EsqlType[]).map((type) => [type, type] as const),
  ['bool', 'boolean'],
  ['datetime', 'date'],
  ['int', 'integer'],
  ['string', 'keyword'],
]);

const missingTypes: Readonly<Record<string, string>> = {
  date_nanos: 'dates have milliseconds: write `::date`',
  text: 'a text is a `keyword`: write `::string`',
};

/** @returns the function that casts to the type; undefined if there is none, which is told */
export function castFunction({ type }: Cast, report: Report): string | undefined {
  const lower = type.text.toLowerCase();
  // Values of this type are longs here, so the table of types has no name for it.
  if (lower === 'unsigned_long') return 'TO_UNSIGNED_LONG';
  const target = typesByName.get(lower);
  if (target !== undefined) return conversions[target];
  const known = [...typesByName.keys()];
  const meant = suggest(type.text, known);
  const hint =
    missingTypes[lower] ??
    (/^(?:geo|cartesian)_/.test(lower) ? 'Harrier has no places on a map' : undefined) ??
    (meant === undefined
      ? `there are ${known.map((each) => `\`${each}\``).join(', ')}`
      : `did you mean \`${meant}\`?`);
  const isMissing = lower in missingTypes || /^(?:geo|cartesian|dense|aggregate)_/.test(lower);
  const message = isMissing ? `the type \`${lower}\` is not supported` : `there is no type \`${type.text}\``;
  report.error(isMissing ? 'unsupported-type' : 'unknown-type', message, type.span, hint);
  return undefined;
}

/** An amount of time of a constant that is one or the text of one. */
export function readAmount({
  value,
  type,
}: Value): { readonly value: EsqlValue; readonly type: EsqlType } | undefined {
  if (isAmount(type)) return { value, type };
  if (typeof value !== 'string') return undefined;
  const period = parsePeriod(value);
  if (period !== undefined) return { value: period, type: 'date_period' };
  const duration = parseDuration(value);
  return duration === undefined ? undefined : { value: duration, type: 'time_duration' };
}

/** Whether constant texts beside values of a type are read as values of that type, in comparisons and arithmetic. */
export function isReadFromText(type: EsqlType): boolean {
  return type === 'boolean' || type === 'date' || type === 'ip' || type === 'version';
}

/**
 * What functions read texts as that they do not take, the first that they do take
 * (https://www.elastic.co/docs/reference/query-languages/esql/esql-implicit-casting).
 */
const priority: readonly EsqlType[] = [
  'date',
  'double',
  'long',
  'integer',
  'ip',
  'version',
  'boolean',
  'date_period',
  'time_duration',
];

/** Whether it is a text as it stands in the query, or a list of them. */
export function isTextLiteral(written: Expression): boolean {
  return written.kind === 'string' || (written.kind === 'list' && written.of[0]?.kind === 'string');
}

/** A constant text as an argument of a function that takes no texts, but other types that texts can stand for. */
export function asArgument(
  value: PlanExpression,
  written: Expression,
  accepts: readonly EsqlAccepts[],
  registry: Registry,
  report: Report,
): PlanExpression {
  if (value.kind !== 'literal' || !isTextLiteral(written) || isAccepted(value.type, accepts)) return value;
  const targets = priority.filter((type) => isAccepted(type, accepts));
  const amount = targets.some(isAmount) ? readAmount(value) : undefined;
  if (amount !== undefined && isAccepted(amount.type, accepts)) return { ...value, ...amount };
  const target = targets.find((type) => !isAmount(type));
  if (target !== undefined) return asType(value, target, registry, report);
  if (!targets.some(isAmount)) return value;
  report.error(
    'bad-literal',
    'this text is no amount of time',
    value.span,
    'write, for example, `1 day` or `5 minutes`',
  );
  return nothing(value.span);
}

/** A constant text read as a type; what cannot be read so is told. */
export function asType(value: Value, target: EsqlType, registry: Registry, report: Report): Value {
  const convert = registry.functions.get(conversions[target] ?? '');
  if (convert === undefined || value.value === null) return value;
  let isSound = true;
  const site = {
    types: [value.type],
    type: target,
    constants: [value.value],
    now: () => 0,
    warn: () => {
      isSound = false;
    },
  };
  const converted = convert.at(site)(value.value);
  if (isSound && converted !== null) return { ...value, value: converted, type: target };
  const message = `\`${String(value.value)}\` is read as ${inWords(target)} here, and is none`;
  report.error('bad-literal', message, value.span, hints[target]);
  return nothing(value.span);
}

const hints: Readonly<Partial<Record<EsqlType, string>>> = {
  boolean: 'write `true` or `false`',
  date: 'write ISO 8601, such as `"2024-01-31"` or `"2024-01-31T12:00:00Z"`; of now write `NOW() - 1 day`',
  double: 'write the number without quotes',
  integer: 'write the number without quotes',
  ip: 'write an address, such as `"10.0.0.7"`; for a block `CIDR_MATCH(column, "10.0.0.0/8")`',
  long: 'write the number without quotes',
  version: 'write a version, such as `"1.29.3"`',
};
