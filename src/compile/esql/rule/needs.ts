/** What the aggregates of a rule need of the events of a group, by what their results are compared with. */
import type { GroupingCode, Need } from '../../../match/rule-query.ts';
import type { AggregateDefinition, PlanExpression } from '../plan.ts';
import type { Compared, Uses } from './comparisons.ts';

/** Of what is only shown, so much is. */
const shown = 100;
/** Of what is computed with in a way that tells nothing of what is enough, so many events of a cell of time are kept. */
const most = 1000;

/** @param uses of columns behind the `STATS` */
export function needOf(definition: AggregateDefinition, uses: Uses): Need {
  const { aggregate, args, column } = definition;
  const use = uses.of(column);
  const numbers = use.comparisons.map(({ with: other }) => numberOf(other));
  const isShown = use.comparisons.length === 0 && !use.isComputedWith;
  // Once it is beyond all that it is compared with, no comparison changes any more; it is shown as well.
  const isKnown = !use.isComputedWith && !numbers.includes(undefined);
  const enough = isKnown ? Math.max(shown, beyond(numbers as number[])) : undefined;
  const all: Need = { kind: 'all', upTo: isShown ? shown : most };
  switch (aggregate.name) {
    case 'COUNT':
      return { kind: 'count', upTo: isShown ? shown : (enough ?? most) };
    case 'COUNT_DISTINCT':
      return { kind: 'distinct', upTo: isShown ? shown : (enough ?? most) };
    case 'VALUES':
      return { kind: 'distinct', upTo: isShown ? shown : most };
    case 'SUM':
      if (args[0] === undefined || !isNeverNegative(args[0])) return all;
      return { kind: 'sum', upTo: isShown ? shown : (enough ?? most) };
    case 'MIN':
    case 'MAX':
      // Of what is only shown not every new one is worth a write.
      if (isShown) return all;
      return { kind: aggregate.name === 'MIN' ? 'smallest' : 'largest' };
    default:
      return all;
  }
}

/** @returns from how many on a group can never again be what the query wants */
export function deadFrom({ aggregate, args, column }: AggregateDefinition, uses: Uses): number | undefined {
  const rises =
    aggregate.name === 'COUNT' ||
    aggregate.name === 'COUNT_DISTINCT' ||
    (aggregate.name === 'SUM' && args[0] !== undefined && isNeverNegative(args[0]));
  if (!rises) return undefined;
  const limits = uses.of(column).comparisons.flatMap((compared) => limitOf(compared) ?? []);
  return limits.length === 0 ? undefined : Math.min(...limits);
}

function limitOf({ op, with: other, isNeeded }: Compared): number | undefined {
  const number = numberOf(other);
  if (!isNeeded || number === undefined) return undefined;
  if (op === '<') return Math.ceil(number);
  return op === '<=' || op === '==' ? Math.floor(number) + 1 : undefined;
}

function beyond(numbers: readonly number[]): number {
  return Math.max(1, ...numbers.map((number) => Math.floor(number) + 1));
}

function numberOf(expression: PlanExpression): number | undefined {
  return expression.kind === 'literal' && typeof expression.value === 'number' ? expression.value : undefined;
}

function isNeverNegative(expression: PlanExpression): boolean {
  if (expression.kind === 'literal') return typeof expression.value === 'number' && expression.value >= 0;
  if (expression.kind !== 'call') return false;
  const { function: called, args } = expression;
  if (called.name === 'CASE') {
    const values = args.filter((_, index) => index % 2 === 1 || index === args.length - 1);
    return values.every((value) => value.type === 'null' || isNeverNegative(value));
  }
  return called.name === 'LENGTH' || called.name === 'MV_COUNT' || called.name === 'ABS';
}

const day = 86_400_000;

/**
 * Of a query for what was first seen lately, as `MIN(@timestamp) >= NOW() - 9 minutes`.
 * @returns which aggregate it is, and how long ago the first time may be at most, milliseconds
 */
export function firstSeenOf(
  aggregates: readonly AggregateDefinition[],
  uses: Uses,
): { readonly aggregate: number; readonly within: number } | undefined {
  for (const [index, { aggregate, column, where }] of aggregates.entries()) {
    if (aggregate.name !== 'MIN' || column.type !== 'date' || where !== undefined) continue;
    for (const { op, with: other, isNeeded } of uses.of(column).comparisons) {
      const within = isNeeded && (op === '>' || op === '>=') ? agoOf(other) : undefined;
      if (within !== undefined) return { aggregate: index, within };
    }
  }
  return undefined;
}

/** Of `NOW() - amount` the amount. */
function agoOf(expression: PlanExpression): number | undefined {
  if (expression.kind !== 'call' || expression.function.name !== '-') return undefined;
  const [now, amount] = expression.args;
  if (now?.kind !== 'call' || now.function.name !== 'NOW' || amount?.kind !== 'literal') return undefined;
  const { value } = amount;
  if (typeof value === 'number') return value;
  const isDays = typeof value === 'object' && value !== null && 'days' in value && value.months === 0;
  return isDays ? value.days * day : undefined;
}

export type Dead = GroupingCode['dead'];
