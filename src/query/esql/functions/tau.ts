import type { EsqlFunction } from '../function.ts';

export const tau: EsqlFunction = {
  name: 'TAU',
  parameters: [],
  result: () => 'double',
  at: () => () => 2 * Math.PI,
  examples: [{ call: 'TAU()', result: 6.283185307179586 }],
  doc: 'The ratio of a circle’s circumference to its radius.',
};
