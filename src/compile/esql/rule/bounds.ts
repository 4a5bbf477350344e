/** What a group must have at least, by what the query compares its aggregates with: without it nothing more need be known. */
import type { Scalar } from '../../../query/esql/value.ts';
import type { AggregateDefinition, Plan, PlanExpression } from '../plan.ts';
import type { Compared, Uses } from './comparisons.ts';

export interface LeastCount {
  readonly count: number;
  /** What is counted, value by value; absent if it is rows. */
  readonly of?: PlanExpression;
}

/** @returns by aggregate the number that a count, or a count of different values, has to reach; none that anything reaches */
export function floorsOf(
  aggregates: readonly AggregateDefinition[],
  uses: Uses,
): readonly { readonly aggregate: number; readonly count: number }[] {
  return aggregates.flatMap(({ aggregate, column }, index) => {
    if (aggregate.name !== 'COUNT' && aggregate.name !== 'COUNT_DISTINCT') return [];
    const count = Math.max(0, ...uses.of(column).comparisons.map(floorOf));
    return count > 1 ? [{ aggregate: index, count }] : [];
  });
}

/** @returns the largest number that a count, or a count of different values, has to reach */
export function leastOf(aggregates: readonly AggregateDefinition[], uses: Uses): LeastCount | undefined {
  let found: LeastCount | undefined;
  for (const { aggregate, args, column } of aggregates) {
    if (aggregate.name !== 'COUNT' && aggregate.name !== 'COUNT_DISTINCT') continue;
    const count = Math.max(0, ...uses.of(column).comparisons.map(floorOf));
    const [of] = args;
    if (count > (found?.count ?? 1)) found = { count, ...(of && { of }) };
  }
  return found;
}

/**
 * Fields that nearly always have one value. A group that has to have two different ones needs a value that is another,
 * which few groups have.
 */
const usual: Readonly<Record<string, Scalar>> = {
  'kubernetes.audit.annotations.authorization_k8s_io/decision': 'allow',
};

/** @returns a field of which every group has to have another value than the usual one */
export function rareOf(
  aggregates: readonly AggregateDefinition[],
  uses: Uses,
  { commands: [from] }: Plan,
): { readonly of: PlanExpression; readonly usual: Scalar } | undefined {
  if (from?.kind !== 'from') return undefined;
  for (const { aggregate, args, column } of aggregates) {
    const [of] = args;
    if (aggregate.name !== 'COUNT_DISTINCT' || of?.kind !== 'column') continue;
    if (Math.max(0, ...uses.of(column).comparisons.map(floorOf)) < 2) continue;
    const { field } = from.fields.find((each) => each.column.slot === of.column.slot) ?? {};
    const value = field === undefined ? undefined : usual[field.name];
    if (value !== undefined) return { of, usual: value };
  }
  return undefined;
}

/** @returns how much the comparison asks for at least, of every group */
function floorOf({ op, with: other, isNeeded }: Compared): number {
  if (!isNeeded || other.kind !== 'literal' || typeof other.value !== 'number') return 0;
  if (op === '>') return Math.floor(other.value) + 1;
  return op === '>=' || op === '==' ? Math.ceil(other.value) : 0;
}
