import type { EsqlFunction } from '../function.ts';

export const pi: EsqlFunction = {
  name: 'PI',
  parameters: [],
  result: () => 'double',
  at: () => () => Math.PI,
  examples: [{ call: 'PI()', result: Math.PI }],
  doc: 'The ratio of a circle’s circumference to its diameter.',
};
