import type { QueryFunction } from './function.ts';
import { comparable, sourceAndSubstring } from './text-pair.ts';

export const startsWith: QueryFunction = {
  name: 'startsWith',
  languages: ['eql'],
  parameters: sourceAndSubstring,
  result: () => 'boolean',
  hasCaseInsensitive: true,
  nulls: 'propagate',
  evaluate: ([source, substring], context) =>
    comparable(source, context).startsWith(comparable(substring, context)),
  examples: [
    { call: 'startsWith("system:node:a", "system:")', result: true },
    { call: 'startsWith("system:node:a", "System:")', result: false },
    { call: 'startsWith~("system:node:a", "System:")', result: true },
    { call: 'startsWith("a", "")', result: true },
    { call: 'startsWith(null, "a")', result: null },
    { call: 'startsWith("a", null)', result: null },
  ],
  doc: 'Whether a text begins with another.',
};
