import { oneOf } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { orderOf } from '../order.ts';
import { common } from '../types.ts';
import type { Scalar } from '../value.ts';
import { converter } from '../widen.ts';

export const roundTo: EsqlFunction = {
  name: 'ROUND_TO',
  parameters: [
    { name: 'field', accepts: ['number', 'date'] },
    { name: 'points', accepts: ['number', 'date'], constant: true, repeated: true },
  ],
  result: common,
  at: ({ type, types, constants, warn }) => {
    const order = orderOf(type);
    const [convert, ...converters] = types.map((each) => converter(each, type));
    const points = constants
      .slice(1)
      .flatMap((point, index) => converters[index]?.(point ?? null) ?? [])
      .toSorted((one, other) => order(one as Scalar, other as Scalar)) as readonly Scalar[];
    if (constants.slice(1).some((point) => point === null)) return () => null;
    return (value = null) => {
      const one = oneOf(convert?.(value) ?? null, warn);
      if (one === null) return null;
      return points.findLast((point) => order(point, one) <= 0) ?? points[0] ?? null;
    };
  },
  examples: [
    { call: 'ROUND_TO(7, 0, 5, 10)', result: 5 },
    { call: 'ROUND_TO(10, 10, 5, 0)', result: 10 },
    { call: 'ROUND_TO(-1, 0, 5)', result: 0 },
    { call: 'ROUND_TO(null, 0, 5)', result: null },
    { call: 'ROUND_TO(7, 0, null)', result: null },
  ],
  doc: 'A number or a date rounded down to one of a list; what is below all of them becomes the lowest.',
};
