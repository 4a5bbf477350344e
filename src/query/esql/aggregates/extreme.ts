/** What `MAX` and `MIN` share. */
import type { EsqlAggregate } from '../aggregate.ts';
import { listOf, orderOf } from '../order.ts';
import { first } from '../types.ts';
import type { Scalar } from '../value.ts';

/** @param sign 1 for the highest value, -1 for the lowest */
export function extreme(
  name: string,
  sign: 1 | -1,
  rest: Pick<EsqlAggregate, 'doc' | 'examples'>,
): EsqlAggregate {
  return {
    name,
    parameters: [{ name: 'field', accepts: ['boolean', 'number', 'string', 'date', 'ip', 'version'] }],
    result: first,
    moves: sign === 1 ? 'up' : 'down',
    at: ({ type }) => {
      const order = orderOf(type);
      let best: null | Scalar = null;
      return {
        add: ([value = null]) => {
          for (const each of listOf(value)) if (best === null || sign * order(each, best) > 0) best = each;
        },
        result: () => best,
      };
    },
    ...rest,
  };
}
