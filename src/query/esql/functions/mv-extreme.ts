/** What `MV_MAX` and `MV_MIN` share. */
import { all } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { orderOf } from '../order.ts';
import { first } from '../types.ts';
import type { Scalar } from '../value.ts';

/** @param sign 1 for the highest value, -1 for the lowest */
export function mvExtreme(
  name: string,
  sign: 1 | -1,
  rest: Pick<EsqlFunction, 'doc' | 'examples'>,
): EsqlFunction {
  return {
    name,
    parameters: [{ name: 'field', accepts: ['boolean', 'number', 'string', 'date', 'ip', 'version'] }],
    result: first,
    at: (site) => {
      const order = orderOf(site.type);
      return all(site, (values: readonly Scalar[]) =>
        values.reduce((best, each) => (sign * order(each, best) > 0 ? each : best)),
      );
    },
    ...rest,
  };
}
