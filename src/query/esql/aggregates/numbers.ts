/** What aggregates share that need all numbers at once. */
import type { EsqlAggregate } from '../aggregate.ts';
import { finite, type Whole } from '../long.ts';
import { listOf } from '../order.ts';

/**
 * @param of is given one number at least
 * @param rest `parameters` beside the number
 */
export function ofNumbers(
  name: string,
  of: (values: readonly number[]) => number,
  rest: Pick<EsqlAggregate, 'doc' | 'examples'>,
): EsqlAggregate {
  return {
    name,
    parameters: [{ name: 'number', accepts: ['number'] }],
    result: () => 'double',
    moves: 'any',
    at: ({ warn }) => {
      const values: number[] = [];
      return {
        add: ([value = null]) => {
          for (const each of listOf(value)) values.push(Number(each as Whole));
        },
        result: () => (values.length === 0 ? null : finite(of(values), warn)),
      };
    },
    ...rest,
  };
}
