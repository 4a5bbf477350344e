import { all } from '../call.ts';
import { EsqlConstantError, type EsqlFunction } from '../function.ts';
import { orderOf, valueOfList } from '../order.ts';
import { first } from '../types.ts';
import type { Scalar } from '../value.ts';

export const mvSort: EsqlFunction = {
  name: 'MV_SORT',
  parameters: [
    { name: 'field', accepts: ['boolean', 'number', 'string', 'date', 'ip', 'version'] },
    { name: 'order', accepts: ['string'], optional: true, constant: true },
  ],
  result: first,
  at: (site) => {
    const direction = String(site.constants[1] ?? 'asc').toLowerCase();
    if (direction !== 'asc' && direction !== 'desc') {
      throw new EsqlConstantError(1, `\`${direction}\` is no order`, 'write `"asc"` or `"desc"`');
    }
    const order = orderOf(site.type);
    const sign = direction === 'asc' ? 1 : -1;
    return all(site, (values: readonly Scalar[]) =>
      valueOfList(values.toSorted((one, other) => sign * order(one, other))),
    );
  },
  examples: [
    { call: 'MV_SORT([4, 2, -3, 2])', result: [-3, 2, 2, 4] },
    { call: 'MV_SORT([4, 2, -3, 2], "DESC")', result: [4, 2, 2, -3] },
    { call: 'MV_SORT(["b", "B", "a"])', result: ['B', 'a', 'b'] },
    { call: 'MV_SORT(null)', result: null },
  ],
  doc: 'Several values in order, `"asc"` or `"desc"`.',
};
