/** All aggregate functions, by name. */
import type { EsqlAggregate } from '../aggregate.ts';
import { avg } from './avg.ts';
import { count } from './count.ts';
import { countDistinct } from './count-distinct.ts';
import { max } from './max.ts';
import { min } from './min.ts';
import { sum } from './sum.ts';
import { values } from './values.ts';

export const aggregates: readonly EsqlAggregate[] = [avg, count, countDistinct, max, min, sum, values];

/** By name in capital letters. */
export const esqlAggregates: ReadonlyMap<string, EsqlAggregate> = new Map(
  aggregates.flatMap((each) => [each.name, ...(each.aliases ?? [])].map((name) => [name, each])),
);
