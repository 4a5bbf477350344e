import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { common } from '../types.ts';
import type { Scalar } from '../value.ts';
import { double } from '../widen.ts';
import { orderBetween } from './comparison.ts';

export const clampMax: EsqlFunction = {
  name: 'CLAMP_MAX',
  parameters: [
    { name: 'field', accepts: ['boolean', 'number', 'string', 'date', 'ip', 'version'] },
    { name: 'max', accepts: ['boolean', 'number', 'string', 'date', 'ip', 'version'] },
  ],
  result: common,
  at: (site) => {
    const order = orderBetween(site.types);
    const widen = site.type === 'double' ? double : (value: Scalar) => value;
    return single(site, (value: Scalar, max: Scalar) => widen(order(value, max) > 0 ? max : value));
  },
  examples: [
    { call: 'CLAMP_MAX(20, 15)', result: 15 },
    { call: 'CLAMP_MAX(7, 15)', result: 7 },
  ],
  doc: 'A value, or a bound that it is above.',
};
