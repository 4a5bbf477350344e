import type { EsqlFunction } from '../function.ts';

export const isNull: EsqlFunction = {
  name: 'IS NULL',
  parameters: [{ name: 'field', accepts: ['any'] }],
  result: () => 'boolean',
  at:
    () =>
    (value = null) =>
      value === null,
  examples: [
    { call: 'null IS NULL', result: true },
    { call: '"" IS NULL', result: false },
    { call: '[1, 2] IS NULL', result: false },
  ],
  doc: 'Whether there is no value.',
};
