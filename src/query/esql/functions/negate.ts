import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { fitted, needsNoSign, type Whole } from '../long.ts';
import type { Period } from '../value.ts';

export const negate: EsqlFunction = {
  name: 'NEG',
  parameters: [{ name: 'field', accepts: ['number', 'amount'] }],
  result: ([type]) => type,
  at: (site) => {
    const { type, warn } = site;
    return single(site, (value: Whole | Period) => {
      if (typeof value === 'object') return { months: -value.months, days: -value.days };
      if (type === 'integer' || type === 'long')
        return fitted(typeof value === 'bigint' ? -value : 0 - value, type, warn, needsNoSign(value));
      return -value;
    });
  },
  examples: [
    { call: '-(7)', result: -7 },
    { call: '-(0)', result: 0 },
    { call: '-(0.5)', result: -0.5 },
    { call: '-(-2147483647 - 1)', result: null },
    { call: 'TO_DATETIME("2024-03-02") + -(2 days)', result: '2024-02-29T00:00:00.000Z' },
    { call: '-(TO_INTEGER(null))', result: null },
  ],
  doc: 'A number or an amount of time with the opposite sign.',
};
