import type { QueryFunction } from './function.ts';
import { comparable, sourceAndSubstring } from './text-pair.ts';

export const endsWith: QueryFunction = {
  name: 'endsWith',
  languages: ['eql'],
  parameters: sourceAndSubstring,
  result: () => 'boolean',
  hasCaseInsensitive: true,
  nulls: 'propagate',
  evaluate: ([source, substring], context) =>
    comparable(source, context).endsWith(comparable(substring, context)),
  examples: [
    { call: 'endsWith("/bin/bash", "sh")', result: true },
    { call: 'endsWith("/bin/bash", "SH")', result: false },
    { call: 'endsWith~("/bin/bash", "SH")', result: true },
    { call: 'endsWith("", "")', result: true },
    { call: 'endsWith(null, "a")', result: null },
    { call: 'endsWith("", null)', result: null },
  ],
  doc: 'Whether a text ends with another.',
};
