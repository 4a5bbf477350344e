/** Functions and aggregates by their names, and how they are written. */
import type { EsqlAggregate } from '../../../query/esql/aggregate.ts';
import type { EsqlFunction } from '../../../query/esql/function.ts';
import { suggest } from '../../suggest.ts';
import type { Call } from '../ast.ts';
import type { Report } from './report.ts';

/** By name and alias, in capitals. */
export interface Registry {
  readonly functions: ReadonlyMap<string, EsqlFunction>;
  readonly aggregates: ReadonlyMap<string, EsqlAggregate>;
}

/** Functions of Elasticsearch that Harrier does not have: why, or what to write instead. */
const missing: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [
    /^(?:ST_|TO_GEO|TO_CARTESIAN)/,
    'Harrier has no places on a map, and audit events have none; addresses are compared with `CIDR_MATCH`',
  ],
  [
    /^CATEGORIZE$/,
    'it sorts texts by a machine learning model; group by what `GROK` or `DISSECT` takes out of them',
  ],
  [/^TO_DATE_?NANOS$/, 'dates have milliseconds: write `TO_DATETIME`'],
  [/^TO_DATE_RANGE$/, 'dates have milliseconds, and ranges are two comparisons'],
  [/^SAMPLE$/, 'a detection looks at every event; `TOP` and `VALUES` show some'],
  [/^QSTR$/, 'write the conditions in ES|QL, or KQL as `KQL("""…""")`'],
  [/^(?:SCORE|DECAY)$/, 'a detection holds or does not hold: there are no scores'],
  [/^(?:KNN|TEXT_EMBEDDING|V_\w+|TO_DENSE_VECTOR)$/, 'Harrier has no vectors'],
  [
    /^(?:\w+_OVER_TIME|RATE|IRATE|INCREASE|DELTA|IDELTA|DERIV|TBUCKET|TRANGE|TO_AGGREGATE_METRIC_DOUBLE)$/,
    'it is about metrics in time series indices, and Harrier reads events',
  ],
];

/** Tells that there is no such function. */
export function unknownFunction({ name, nameSpan }: Call, registry: Registry, report: Report): void {
  const upper = name.toUpperCase();
  const known = missing.find(([pattern]) => pattern.test(upper));
  if (known !== undefined) {
    report.error('unsupported-function', `the function \`${upper}\` is not supported`, nameSpan, known[1]);
    return;
  }
  const names = [...registry.functions.keys(), ...registry.aggregates.keys(), 'KQL'].filter(isName);
  const meant = suggest(upper, names);
  const hint = meant === undefined ? undefined : `did you mean \`${meant}\`?`;
  report.error('unknown-function', `there is no function \`${name}\``, nameSpan, hint);
}

/** Operators have signs or several words. */
function isName(name: string): boolean {
  return /^[A-Z]\w*$/.test(name) && !['AND', 'OR', 'NOT', 'IN', 'LIKE', 'RLIKE', 'NEG'].includes(name);
}

export function signature({ name, parameters }: Pick<EsqlFunction, 'name' | 'parameters'>): string {
  const of = parameters.map((each) => `${each.name}${each.optional ? '?' : ''}${each.repeated ? ', …' : ''}`);
  return `${name}(${of.join(', ')})`;
}

export function countOfArguments({ parameters }: Pick<EsqlFunction, 'parameters'>): {
  readonly least: number;
  readonly most: number;
  readonly words: string;
} {
  const least = parameters.filter(({ optional }) => !optional).length;
  const most = parameters.at(-1)?.repeated ? Number.POSITIVE_INFINITY : parameters.length;
  const number =
    most === least
      ? `${least}`
      : most === Number.POSITIVE_INFINITY
        ? `at least ${least}`
        : `${least} to ${most}`;
  return { least, most, words: `${number} argument${/^(?:at least )?1$/.test(number) ? '' : 's'}` };
}
