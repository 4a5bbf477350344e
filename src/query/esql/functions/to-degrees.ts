import { each } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { finite, type Whole } from '../long.ts';

export const toDegrees: EsqlFunction = {
  name: 'TO_DEGREES',
  parameters: [{ name: 'number', accepts: ['number'] }],
  result: () => 'double',
  at: (site) => each(site, (value: Whole) => finite(Number(value) * (180 / Math.PI), site.warn)),
  examples: [
    { call: 'TO_DEGREES(0)', result: 0 },
    { call: 'TO_DEGREES(PI())', result: 180 },
  ],
  doc: 'An angle in radians as one in degrees; of several values, each.',
};
