/** What `FIRST` and `LAST` share. */
import type { EsqlAggregate } from '../aggregate.ts';
import { listOf, orderOf } from '../order.ts';
import { first as firstType } from '../types.ts';
import type { EsqlType, EsqlValue, Scalar } from '../value.ts';

/** @param sign -1 for the row that is first in order, 1 for the last */
export function edge(
  name: string,
  sign: 1 | -1,
  rest: Pick<EsqlAggregate, 'doc' | 'examples'>,
): EsqlAggregate {
  return {
    name,
    parameters: [
      { name: 'field', accepts: ['any'] },
      { name: 'sortField', accepts: ['date', 'number', 'string', 'ip', 'version', 'boolean'] },
    ],
    result: firstType,
    moves: 'any',
    at: ({ types: [, by = 'null'] }) => {
      const beats = comparison(by, sign);
      let best: EsqlValue = null;
      let place: null | Scalar = null;
      let isEmpty = true;
      return {
        add: ([value = null, key = null]) => {
          const at = listOf(key).reduce<null | Scalar>(
            (one, other) => (beats(other, one) ? other : one),
            null,
          );
          // A row without a place in the order counts only as long as there is none with one.
          if (!isEmpty && (at === null || !beats(at, place))) return;
          [best, place, isEmpty] = [value, at, false];
        },
        result: () => best,
      };
    },
    ...rest,
  };
}

function comparison(type: EsqlType, sign: 1 | -1): (one: Scalar, other: null | Scalar) => boolean {
  const order = orderOf(type);
  return (one, other) => other === null || sign * order(one, other) > 0;
}
