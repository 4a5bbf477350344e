import type { EsqlFunction } from '../function.ts';

export const isNotNull: EsqlFunction = {
  name: 'IS NOT NULL',
  parameters: [{ name: 'field', accepts: ['any'] }],
  result: () => 'boolean',
  at:
    () =>
    (value = null) =>
      value !== null,
  examples: [
    { call: 'null IS NOT NULL', result: false },
    { call: '"" IS NOT NULL', result: true },
    { call: '[1, 2] IS NOT NULL', result: true },
  ],
  doc: 'Whether there is a value, or several.',
};
