import { all } from '../call.ts';
import type { EsqlFunction } from '../function.ts';

export const mvConcat: EsqlFunction = {
  name: 'MV_CONCAT',
  parameters: [
    { name: 'string', accepts: ['string'] },
    { name: 'delim', accepts: ['string'] },
  ],
  result: () => 'keyword',
  at: (site) => all(site, (values: readonly string[], delimiter: string) => values.join(delimiter)),
  examples: [
    { call: 'MV_CONCAT(["foo", "zoo", "bar"], ", ")', result: 'foo, zoo, bar' },
    { call: 'MV_CONCAT("foo", ", ")', result: 'foo' },
    { call: 'MV_CONCAT(["a", "b"], null)', result: null },
    { call: 'MV_CONCAT(null, ", ")', result: null },
  ],
  doc: 'Several texts as one, with a delimiter between them.',
};
