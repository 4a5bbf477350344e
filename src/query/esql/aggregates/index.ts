/** All aggregate functions, by name. */
import type { EsqlAggregate } from '../aggregate.ts';
import { absent } from './absent.ts';
import { avg } from './avg.ts';
import { count } from './count.ts';
import { countDistinct } from './count-distinct.ts';
import { first } from './first.ts';
import { last } from './last.ts';
import { max } from './max.ts';
import { median } from './median.ts';
import { medianAbsoluteDeviation } from './median-absolute-deviation.ts';
import { min } from './min.ts';
import { percentile } from './percentile.ts';
import { present } from './present.ts';
import { stdDev } from './std-dev.ts';
import { sum } from './sum.ts';
import { top } from './top.ts';
import { values } from './values.ts';
import { variance } from './variance.ts';
import { weightedAvg } from './weighted-avg.ts';

export const aggregates: readonly EsqlAggregate[] = [
  absent,
  avg,
  countDistinct,
  count,
  first,
  last,
  max,
  medianAbsoluteDeviation,
  median,
  min,
  percentile,
  present,
  stdDev,
  sum,
  top,
  values,
  variance,
  weightedAvg,
];

/** By name in capital letters. */
export const esqlAggregates: ReadonlyMap<string, EsqlAggregate> = new Map(
  aggregates.flatMap((each) => [each.name, ...(each.aliases ?? [])].map((name) => [name, each])),
);
