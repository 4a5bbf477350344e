import type { EsqlAggregate } from '../aggregate.ts';

export const absent: EsqlAggregate = {
  name: 'ABSENT',
  parameters: [{ name: 'field', accepts: ['any'] }],
  result: () => 'boolean',
  moves: 'down',
  at: () => {
    let found = false;
    return {
      add: ([value = null]) => {
        found ||= value !== null;
      },
      result: () => !found,
    };
  },
  examples: [
    { types: ['keyword'], rows: [[null], ['a']], result: false },
    { types: ['keyword'], rows: [], result: true },
  ],
  doc: 'Whether there is no value.',
};
