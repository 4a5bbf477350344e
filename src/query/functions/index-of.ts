import type { QueryFunction } from './function.ts';
import { comparable } from './text-pair.ts';

export const indexOf: QueryFunction = {
  name: 'indexOf',
  languages: ['eql'],
  parameters: [
    { name: 'source', accepts: 'string' },
    { name: 'substring', accepts: 'string' },
    { name: 'start_pos', accepts: 'whole', optional: true },
  ],
  result: () => 'integer',
  hasCaseInsensitive: true,
  nulls: 'propagate',
  evaluate: ([source, substring, start = 0], context) => {
    const text = comparable(source, context);
    const from = Math.max(0, Number(start));
    if (from > text.length) return null;
    const found = text.indexOf(comparable(substring, context), from);
    return found === -1 ? null : found;
  },
  examples: [
    { call: 'indexOf("kube-system", "s")', result: 5 },
    { call: 'indexOf("kube-system", "s", 6)', result: 7 },
    { call: 'indexOf("kube-system", "s", -3)', result: 5 },
    { call: 'indexOf("kube-system", "S")', result: null },
    { call: 'indexOf~("kube-system", "S")', result: 5 },
    { call: 'indexOf("kube-system", "", 3)', result: 3 },
    { call: 'indexOf("kube-system", "s", 50)', result: null },
    { call: 'indexOf("kube-system", "s", null)', result: null },
  ],
  doc: 'Where a text is first found in another, at or after a position, counted from zero; `null` if it is not. A position below zero is zero.',
};
