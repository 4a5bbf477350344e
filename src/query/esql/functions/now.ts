import type { EsqlFunction } from '../function.ts';

export const now: EsqlFunction = {
  name: 'NOW',
  parameters: [],
  result: () => 'date',
  at: (site) => () => site.now(),
  examples: [{ call: 'NOW() == NOW()', result: true }],
  doc: 'When the query is run. In rules it is the end of the window that is evaluated, so that it does not depend on when events arrive.',
};
