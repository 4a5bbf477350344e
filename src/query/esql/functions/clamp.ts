import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { common } from '../types.ts';
import type { Scalar } from '../value.ts';
import { double } from '../widen.ts';
import { orderBetween } from './comparison.ts';

export const clamp: EsqlFunction = {
  name: 'CLAMP',
  parameters: [
    { name: 'field', accepts: ['boolean', 'number', 'string', 'date', 'ip', 'version'] },
    { name: 'min', accepts: ['boolean', 'number', 'string', 'date', 'ip', 'version'] },
    { name: 'max', accepts: ['boolean', 'number', 'string', 'date', 'ip', 'version'] },
  ],
  result: common,
  at: (site) => {
    const order = orderBetween(site.types);
    const widen = site.type === 'double' ? double : (value: Scalar) => value;
    return single(site, (value: Scalar, min: Scalar, max: Scalar) =>
      widen(order(value, min) < 0 ? min : order(value, max) > 0 ? max : value),
    );
  },
  examples: [
    { call: 'CLAMP(20, 1, 15)', result: 15 },
    { call: 'CLAMP(0, 1, 15)', result: 1 },
    { call: 'CLAMP(7, 1, 15)', result: 7 },
    { call: 'CLAMP(null, 1, 15)', result: null },
  ],
  doc: 'A value, or the bound that it is beyond.',
};
