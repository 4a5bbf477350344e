import type { QueryFunction } from './function.ts';

export const length: QueryFunction = {
  name: 'length',
  languages: ['eql'],
  parameters: [{ name: 'string', accepts: 'string' }],
  result: () => 'integer',
  hasCaseInsensitive: false,
  nulls: 'propagate',
  evaluate: ([text]) => String(text).length,
  examples: [
    { call: 'length("kubectl exec")', result: 12 },
    { call: 'length("")', result: 0 },
    { call: 'length(null)', result: null },
  ],
  doc: 'The number of characters of a text, in UTF-16 code units as in Elasticsearch: an emoji counts two.',
};
