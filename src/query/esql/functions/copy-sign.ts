import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { fitted, needsNoSign, type Whole } from '../long.ts';
import { first } from '../types.ts';

export const copySign: EsqlFunction = {
  name: 'COPY_SIGN',
  parameters: [
    { name: 'magnitude', accepts: ['number'] },
    { name: 'sign', accepts: ['number'] },
  ],
  result: first,
  at: (site) => {
    const { type, warn } = site;
    return single(site, (magnitude: Whole, sign: Whole) => {
      const isNegative = sign < 0 || Object.is(sign, -0);
      const same = isNegative === (magnitude < 0 || Object.is(magnitude, -0));
      if (type !== 'double') return fitted(same ? magnitude : -magnitude, type, warn, needsNoSign(magnitude));
      return same ? magnitude : -magnitude;
    });
  },
  examples: [
    { call: 'COPY_SIGN(1.5, -1)', result: -1.5 },
    { call: 'COPY_SIGN(-2, 5)', result: 2 },
    { call: 'COPY_SIGN(3.0, 1.0)', result: 3 },
    { call: 'COPY_SIGN(3, null)', result: null },
  ],
  doc: 'A number with the sign of another.',
};
