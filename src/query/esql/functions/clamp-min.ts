import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { common } from '../types.ts';
import type { Scalar } from '../value.ts';
import { double } from '../widen.ts';
import { orderBetween } from './comparison.ts';

export const clampMin: EsqlFunction = {
  name: 'CLAMP_MIN',
  parameters: [
    { name: 'field', accepts: ['boolean', 'number', 'string', 'date', 'ip', 'version'] },
    { name: 'min', accepts: ['boolean', 'number', 'string', 'date', 'ip', 'version'] },
  ],
  result: common,
  at: (site) => {
    const order = orderBetween(site.types);
    const widen = site.type === 'double' ? double : (value: Scalar) => value;
    return single(site, (value: Scalar, min: Scalar) => widen(order(value, min) < 0 ? min : value));
  },
  examples: [
    { call: 'CLAMP_MIN(0, 1)', result: 1 },
    { call: 'CLAMP_MIN(7, 1)', result: 7 },
  ],
  doc: 'A value, or a bound that it is below.',
};
