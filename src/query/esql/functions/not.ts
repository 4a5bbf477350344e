import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';

export const not: EsqlFunction = {
  name: 'NOT',
  parameters: [{ name: 'field', accepts: ['boolean'] }],
  result: () => 'boolean',
  at: (site) => single(site, (value: boolean) => !value),
  examples: [
    { call: 'NOT true', result: false },
    { call: 'NOT false', result: true },
    { call: 'NOT null', result: null },
    { call: 'NOT [true, false]', result: null },
  ],
  doc: 'The opposite of a condition. The opposite of what is unknown is unknown.',
};
