import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import type { Whole } from '../long.ts';

export const atan2: EsqlFunction = {
  name: 'ATAN2',
  parameters: [
    { name: 'y_coordinate', accepts: ['number'] },
    { name: 'x_coordinate', accepts: ['number'] },
  ],
  result: () => 'double',
  at: (site) => single(site, (y: Whole, x: Whole) => Math.atan2(Number(y), Number(x))),
  examples: [
    { call: 'ATAN2(0, 1)', result: 0 },
    { call: 'ATAN2(12.9, .6)', result: 1.5243181954438936 },
  ],
  doc: 'The angle in radians between the x axis and the line from the origin to a point.',
};
