import { each } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { finite, type Whole } from '../long.ts';

export const toRadians: EsqlFunction = {
  name: 'TO_RADIANS',
  parameters: [{ name: 'number', accepts: ['number'] }],
  result: () => 'double',
  at: (site) => each(site, (value: Whole) => finite(Number(value) * (Math.PI / 180), site.warn)),
  examples: [
    { call: 'TO_RADIANS(0)', result: 0 },
    { call: 'TO_RADIANS(180)', result: Math.PI },
  ],
  doc: 'An angle in degrees as one in radians; of several values, each.',
};
