import type { EsqlFunction } from '../function.ts';

export const eulersNumber: EsqlFunction = {
  name: 'E',
  parameters: [],
  result: () => 'double',
  at: () => () => Math.E,
  examples: [{ call: 'E()', result: Math.E }],
  doc: 'Euler’s number.',
};
