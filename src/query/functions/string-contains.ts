import type { QueryFunction } from './function.ts';
import { comparable, sourceAndSubstring } from './text-pair.ts';

export const stringContains: QueryFunction = {
  name: 'stringContains',
  languages: ['eql'],
  parameters: sourceAndSubstring,
  result: () => 'boolean',
  hasCaseInsensitive: true,
  nulls: 'propagate',
  evaluate: ([source, substring], context) =>
    source !== '' && substring !== '' && comparable(source, context).includes(comparable(substring, context)),
  examples: [
    { call: 'stringContains("kube-system", "e-s")', result: true },
    { call: 'stringContains("kube-system", "E-S")', result: false },
    { call: 'stringContains~("kube-system", "E-S")', result: true },
    { call: 'stringContains("kube-system", "")', result: false },
    { call: 'stringContains("", "")', result: false },
    { call: 'stringContains("a", null)', result: null },
  ],
  doc: 'Whether a text contains another. No text contains the empty one.',
};
