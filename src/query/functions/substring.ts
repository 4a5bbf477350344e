import type { QueryFunction } from './function.ts';

export const substring: QueryFunction = {
  name: 'substring',
  languages: ['eql'],
  parameters: [
    { name: 'source', accepts: 'string' },
    { name: 'start_pos', accepts: 'whole' },
    { name: 'end_pos', accepts: 'whole', optional: true },
  ],
  result: () => 'keyword',
  hasCaseInsensitive: false,
  nulls: 'own',
  evaluate: ([source = null, start = null, end = null]) => {
    if (source === null) return null;
    return String(source).slice(Number(start ?? 0), end === null ? undefined : Number(end));
  },
  examples: [
    { call: 'substring("kube-system", 5)', result: 'system' },
    { call: 'substring("kube-system", 0, 4)', result: 'kube' },
    { call: 'substring("kube-system", -3)', result: 'tem' },
    { call: 'substring("kube-system", -6, -3)', result: 'sys' },
    { call: 'substring("kube-system", 4, 2)', result: '' },
    { call: 'substring("kube-system", 2, 99)', result: 'be-system' },
    { call: 'substring("kube-system", 5, null)', result: 'system' },
    { call: 'substring("kube-system", null, 4)', result: 'kube' },
    { call: 'substring(null, 1)', result: null },
  ],
  doc: 'The part of a text from one position to before another, counted from zero, or from the end if negative. A position that is `null` or left out is the beginning or the end.',
};
