/** What `GREATEST` and `LEAST` share. */
import type { EsqlFunction } from '../function.ts';
import { listOf, orderOf } from '../order.ts';
import { common } from '../types.ts';
import type { Scalar } from '../value.ts';
import { converter } from '../widen.ts';

/** @param sign 1 for the highest value, -1 for the lowest */
export function extremeOf(
  name: string,
  sign: 1 | -1,
  rest: Pick<EsqlFunction, 'doc' | 'examples'>,
): EsqlFunction {
  return {
    name,
    parameters: [
      {
        name: 'first',
        accepts: ['boolean', 'number', 'string', 'date', 'ip', 'version'],
        repeated: true,
      },
    ],
    result: common,
    at: ({ type, types }) => {
      const order = orderOf(type);
      const converters = types.map((each) => converter(each, type));
      return (...args) => {
        if (args.includes(null)) return null;
        const values = args.flatMap((arg, index) => listOf(converters[index]?.(arg) ?? null));
        return values.reduce((best: Scalar, each) => (sign * order(each, best) > 0 ? each : best));
      };
    },
    ...rest,
  };
}
