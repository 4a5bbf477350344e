import type { EsqlAggregate } from '../aggregate.ts';

export const present: EsqlAggregate = {
  name: 'PRESENT',
  parameters: [{ name: 'field', accepts: ['any'] }],
  result: () => 'boolean',
  moves: 'up',
  at: () => {
    let found = false;
    return {
      add: ([value = null]) => {
        found ||= value !== null;
      },
      result: () => found,
    };
  },
  examples: [
    { types: ['keyword'], rows: [[null], ['a']], result: true },
    { types: ['keyword'], rows: [[null]], result: false },
  ],
  doc: 'Whether there is any value.',
};
